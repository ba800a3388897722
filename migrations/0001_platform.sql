-- The platform's own tables. What a project's contracts, products and reconciliations need is planned from its declarations.
-- Text is collated "C" as in the project's tables: text columns of two collations cannot be compared with each other.
create schema raw;
create schema reconciliation;
create schema contract;
create schema audit;

-- Layer 1: source events, byte for byte. A file that was ingested is a partition with a negative number, so that it can
-- never meet a partition of Kafka.
create table raw.event (
  source        text collate "C" not null,
  partition     integer     not null,
  "offset"      bigint      not null,
  key           bytea,
  value         bytea,
  header_names  text[] collate "C" not null default '{}',
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
  source    text collate "C" not null,
  name      text collate "C" not null,
  partition integer not null check (partition < 0),
  primary key (source, name),
  unique (source, partition)
);

-- An event that a product could not take, with the reason and who must look at it.
create table raw.parked (
  product   text collate "C" not null,
  source    text collate "C" not null,
  partition integer     not null,
  "offset"  bigint      not null,
  reason    text collate "C" not null,
  owner     text collate "C" not null,
  parked_at timestamptz not null default clock_timestamp(),
  primary key (product, source, partition, "offset")
);

-- Layer 3: exceptions with their life. `subject` and `kind` identify one; it is open while resolved_at is null.
create table reconciliation.exception (
  id             uuid        primary key default gen_random_uuid(),
  reconciliation text collate "C" not null,
  kind           text collate "C" not null,
  subject        jsonb       not null,
  severity       text collate "C" not null,
  owner          text collate "C" not null,
  detail         text collate "C",
  opened_at      timestamptz not null default transaction_timestamp(),
  due_at         timestamptz not null,
  resolved_at    timestamptz
);
create unique index exception_open on reconciliation.exception (reconciliation, kind, subject) where resolved_at is null;

-- The column values by which contract rows find the exceptions that concern them.
create table reconciliation.exception_reach (
  exception_id   uuid not null references reconciliation.exception on delete cascade,
  reconciliation text collate "C" not null,
  "column"       text collate "C" not null,
  value          text collate "C" not null,
  primary key (reconciliation, "column", value, exception_id)
);
create index exception_reach_exception on reconciliation.exception_reach (exception_id);

-- Layer 4: every change of a serving table's rows, with the revision of its key.
create table contract.change (
  id           bigint      generated always as identity primary key,
  xid          xid8        not null default pg_current_xact_id(),
  contract     text collate "C" not null,
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
  contract   text collate "C" primary key,
  applied    pg_snapshot not null,
  derived_at timestamptz not null default transaction_timestamp()
);

-- Where a caller may filter by a HASH or TOKEN mask, the masked value of every row, so that no raw value is asked for.
create table contract.masked_value (
  contract text collate "C" not null,
  field    text collate "C" not null,
  -- The purpose whose key made a TOKEN; empty for HASH.
  purpose  text collate "C" not null default '',
  masked   text collate "C" not null,
  key      jsonb not null,
  primary key (contract, field, purpose, key)
);
create index masked_value_masked on contract.masked_value (contract, field, purpose, masked);

-- Who saw which classified fields and why; never a value.
create table audit.access (
  id        bigint      generated always as identity primary key,
  at        timestamptz not null default clock_timestamp(),
  consumer  text collate "C" not null,
  purpose   text collate "C" not null,
  regions   text[] collate "C",
  contract  text collate "C" not null,
  -- [{ "field", "classification", "decision" }]
  fields    jsonb       not null,
  row_count integer     not null,
  operation text collate "C" not null,
  trace_id  text collate "C" not null
);
create index access_at on audit.access (at);
create index access_consumer on audit.access (consumer, at);
