-- The platform's own tables. What a project's contracts, products and reconciliations need is planned from its declarations.
create schema raw;
create schema reconciliation;
create schema contract;
create schema audit;

-- Layer 1: source events, byte for byte. A file that was ingested is a partition with a negative number, so that it can
-- never meet a partition of Kafka.
create table raw.event (
  source        text        not null,
  partition     integer     not null,
  "offset"      bigint      not null,
  key           bytea,
  value         bytea,
  header_names  text[]      not null default '{}',
  header_values bytea[]     not null default '{}',
  -- The value as JSON where it is JSON that jsonb can hold; for projection only.
  payload       jsonb,
  event_time    timestamptz,
  received_at   timestamptz not null default clock_timestamp(),
  -- The transaction that brought it: what a snapshot has not seen yet, a rebuild has not applied yet.
  xid           xid8        not null default pg_current_xact_id(),
  primary key (source, partition, "offset")
);
create index event_xid on raw.event (xid);

create table raw.file (
  source    text    not null,
  name      text    not null,
  partition integer not null check (partition < 0),
  primary key (source, name),
  unique (source, partition)
);

-- An event that a product could not take, with the reason and who must look at it.
create table raw.parked (
  product   text        not null,
  source    text        not null,
  partition integer     not null,
  "offset"  bigint      not null,
  reason    text        not null,
  owner     text        not null,
  parked_at timestamptz not null default clock_timestamp(),
  primary key (product, source, partition, "offset")
);

-- Layer 3: exceptions with their life. `subject` and `kind` identify one; it is open while resolved_at is null.
create table reconciliation.exception (
  id             uuid        primary key default gen_random_uuid(),
  reconciliation text        not null,
  kind           text        not null,
  subject        jsonb       not null,
  severity       text        not null,
  owner          text        not null,
  detail         text,
  opened_at      timestamptz not null default transaction_timestamp(),
  due_at         timestamptz not null,
  resolved_at    timestamptz
);
create unique index exception_open on reconciliation.exception (reconciliation, kind, subject) where resolved_at is null;

-- The column values by which contract rows find the exceptions that concern them.
create table reconciliation.exception_reach (
  exception_id   uuid not null references reconciliation.exception on delete cascade,
  reconciliation text not null,
  "column"       text not null,
  value          text not null,
  primary key (reconciliation, "column", value, exception_id)
);
create index exception_reach_exception on reconciliation.exception_reach (exception_id);

-- Layer 4: every change of a serving table's rows, with the revision of its key.
create table contract.change (
  id           bigint      generated always as identity primary key,
  xid          xid8        not null default pg_current_xact_id(),
  contract     text        not null,
  key          jsonb       not null,
  revision     bigint      not null,
  -- The row as it is now, null for a delete; and as it was before.
  after        jsonb,
  before       jsonb,
  committed_at timestamptz not null default transaction_timestamp(),
  unique (contract, key, revision)
);

-- Up to where a contract's rows are made of what has arrived: the snapshot of raw that the last derivation saw.
create table contract.state (
  contract   text        primary key,
  applied    pg_snapshot not null,
  derived_at timestamptz not null default transaction_timestamp()
);

-- Where a caller may filter by a HASH or TOKEN mask, the masked value of every row, so that no raw value is asked for.
create table contract.masked_value (
  contract text  not null,
  field    text  not null,
  -- The purpose whose key made a TOKEN; empty for HASH.
  purpose  text  not null default '',
  masked   text  not null,
  key      jsonb not null,
  primary key (contract, field, purpose, key)
);
create index masked_value_masked on contract.masked_value (contract, field, purpose, masked);

-- Who saw which classified fields and why; never a value.
create table audit.access (
  id        bigint      generated always as identity primary key,
  at        timestamptz not null default clock_timestamp(),
  consumer  text        not null,
  purpose   text        not null,
  regions   text[],
  contract  text        not null,
  -- [{ "field", "classification", "decision" }]
  fields    jsonb       not null,
  row_count integer     not null,
  operation text        not null,
  trace_id  text        not null
);
create index access_at on audit.access (at);
create index access_consumer on audit.access (consumer, at);
