-- The pipeline: positions of ingestion and derivation, who works on what, and what waits to be published.
create schema pipeline;

-- Up to where a partition is in raw: the next offset that raw does not have. Moves in the transaction that brings the events.
create table raw.position (
  source      text collate "C" not null,
  partition   integer not null,
  next_offset bigint  not null,
  primary key (source, partition)
);
insert into raw.position (source, partition, next_offset)
select source, partition, max("offset") + 1 from raw.event group by source, partition;

-- Up to where a partition is derived. Moves in the transaction that writes what was derived.
create table pipeline.position (
  source      text collate "C" not null,
  partition   integer not null,
  next_offset bigint  not null,
  primary key (source, partition)
);

-- How old an answer is follows from positions now. What was derived before positions were kept is derived anew once.
alter table raw.event drop column xid;
alter table contract.state drop column applied;
delete from contract.state;

-- Who works on what: a shard, or a topic to publish to. Its epoch grows with each new holder, so that one that was frozen and
-- woken finds that it is no longer the holder.
create table pipeline.lease (
  name       text collate "C" primary key,
  holder     text collate "C" not null,
  epoch      bigint      not null,
  expires_at timestamptz not null
);

-- Keys that are being derived are hashed onto these rows, which are locked in their order before anything is read.
create table pipeline.lock_slot (slot integer primary key);
insert into pipeline.lock_slot select generate_series(0, 65535);

-- Changes that the contract's topic does not have yet.
create table contract.outbox (change_id bigint primary key);
insert into contract.outbox select id from contract.change;

-- Notes what a statement really changed in a product's table, where a transaction wants to know: it has a table `touched`.
-- The trigger's argument is the statement that takes the notes, made from the project's declarations.
create function pipeline.capture() returns trigger language plpgsql as $$
begin
  if to_regclass('pg_temp.touched') is not null then
    execute tg_argv[0];
  end if;
  return null;
end $$;
