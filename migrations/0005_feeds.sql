-- What comes from Kafka and goes there.

-- Events that a topic no longer had when they were to be read, or that cannot be read: raw is not complete there, and says so.
create table raw.gap (
  source      text collate "C" not null,
  partition   integer     not null,
  from_offset bigint      not null,
  -- The first offset after the gap.
  to_offset   bigint      not null,
  reason      text collate "C" not null,
  noticed_at  timestamptz not null default clock_timestamp(),
  primary key (source, partition, from_offset)
);

-- A header's name can be any bytes. Where one of an event's is no text that a database holds (it has a NUL, or is no UTF-8),
-- header_names has U+FFFD in its place, and here are all of them as they came; null where header_names says it all.
alter table raw.event add column header_name_bytes bytea[];

-- Where source events differ from what the source declared. `path` is where in the event, `seen` the JSON type there.
create table raw.drift (
  source     text collate "C" not null,
  event_type text collate "C" not null,
  path       text collate "C" not null,
  kind       text collate "C" not null check (kind in ('NEW', 'MISSING', 'RETYPED', 'UNKNOWN_TYPE')),
  declared   text collate "C" not null,
  seen       text collate "C" not null,
  events     bigint      not null,
  first_seen timestamptz not null,
  last_seen  timestamptz not null,
  -- The first and the last event, e.g. `ordering.orders/3/1204`.
  first_event text collate "C" not null,
  last_event  text collate "C" not null,
  primary key (source, event_type, path, kind, seen)
);

-- The trace that a change belongs to: a source event's, W3C Trace Context.
alter table contract.change add column traceparent text collate "C";
-- How many revisions the key's topic had already that the database, restored from an older backup, did not.
alter table contract.change add column skipped bigint not null default 0;

-- The trace of a source event by its header `traceparent`, W3C Trace Context version 00. Null for what is malformed, and where there
-- are several, as none of them can be trusted to be the one that is meant.
create function raw.traceparent(header_names text[], header_values bytea[]) returns text language sql immutable parallel safe as $$
  select substring(
    case when cardinality(places) = 1 then encode(header_values[places[1]], 'escape') end
    from '^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$'
  )
  from array_positions(header_names, 'traceparent') as places
$$;

-- Where a transaction wants to know whose traces its changes belong to, triggers note of what really
-- changed also which row it was, by the second statement of their arguments.
create or replace function pipeline.capture() returns trigger language plpgsql as $$
begin
  if to_regclass('pg_temp.touched') is not null then
    execute tg_argv[0];
  end if;
  if tg_nargs > 1 and to_regclass('pg_temp.touched_row') is not null then
    execute tg_argv[1];
  end if;
  return null;
end $$;

-- Tells this database from any other on contract topics; a restored backup of it is itself.
create table contract.origin (id uuid primary key default gen_random_uuid());
insert into contract.origin default values;

-- Whose change it is stands in the outbox too, so that one contract's publisher does not read through another's backlog.
alter table contract.outbox add column contract text collate "C";
update contract.outbox o set contract = c.contract from contract.change c where c.id = o.change_id;
alter table contract.outbox alter column contract set not null;
alter table contract.outbox drop constraint outbox_pkey;
alter table contract.outbox add primary key (contract, change_id);

-- Where a contract's changes are published, and up to where its topic is known to hold nothing else than what was published.
create table contract.publication (
  contract     text collate "C" primary key,
  -- `kafka:<topic>` or `embedded`.
  destination  text collate "C" not null,
  -- Next offset by partition, e.g. {"0": "17"}; empty for the embedded feed.
  next_offsets jsonb not null default '{}',
  -- The last record before it that a publisher wrote, by partition, e.g. {"0": {"offset": "15", "id": "<ce_id>"}}: where another is at
  -- that offset, the topic was made anew.
  last_records jsonb not null default '{}',
  -- By partition, the offset before which records of another database, whose place this one took, are no fault.
  accepted_offsets jsonb not null default '{}'
);

-- The embedded feed: the changes of each contract in the order in which they were published, without gaps.
create table contract.feed (
  contract  text collate "C" not null,
  position  bigint not null,
  change_id bigint not null,
  primary key (contract, position)
);

-- A value as jsonb, null where jsonb cannot hold it: only Postgres can tell, and a value that it refuses is no error.
create function raw.to_payload(value bytea) returns jsonb language plpgsql immutable parallel safe as $$
begin
  return convert_from(value, 'UTF8')::jsonb;
exception when others then
  return null;
end $$;
