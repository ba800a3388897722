-- What an exception is about may be longer than an index entry can be, and no event may stop a rebuild: a digest stands in
-- for it. Not md5, of which two subjects can be made that collide.
create function reconciliation.subject_digest(subject jsonb) returns bytea
  language sql immutable strict parallel safe
  return sha256(convert_to(subject::text, 'UTF8'));

drop index reconciliation.exception_open;
create unique index exception_open on reconciliation.exception (reconciliation, kind, reconciliation.subject_digest(subject))
  where resolved_at is null;
