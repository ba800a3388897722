-- Exceptions as a list: resolved ones keep what they reached, and whoever may see a row that one reaches is told of it. Those that
-- were resolved before have lost it and stay untold.

-- Pages of a reconciliation's exceptions in the order in which they were opened: all of them, the open ones, those of a kind, those
-- of an owner.
create index exception_opened on reconciliation.exception (reconciliation, opened_at, id);
create index exception_open_opened on reconciliation.exception (reconciliation, opened_at, id) where resolved_at is null;
create index exception_kind_opened on reconciliation.exception (reconciliation, kind, opened_at, id);
create index exception_owner_opened on reconciliation.exception (reconciliation, owner, opened_at, id);

-- From an exception to the rows that it reaches, by the index alone.
drop index reconciliation.exception_reach_exception;
create index exception_reach_exception on reconciliation.exception_reach (exception_id, "column", value);

-- What exceptions reach is noted otherwise: values that are too long to be held, and numbers. It is derived anew once.
delete from contract.state;

-- Of what project the last rebuild made a contract's rows: a digest of its declarations and SQL.
alter table contract.state add column project text collate "C";
