-- Rows of contracts and assertions that break their declaration, or that their key, an index or a topic cannot hold: in no table,
-- each kept here with why and whose it is, until it is computed as it should be. By a digest of the key, as that may be
-- what is too long.
create table contract.set_aside (
  subject text not null,
  key_digest bytea not null,
  key jsonb not null,
  reason text not null,
  owner text not null,
  since timestamptz not null default transaction_timestamp(),
  -- The columns by which changes reach the row, as text.
  reached_by jsonb not null,
  primary key (subject, key_digest)
);
