-- When a partition of a source topic was last seen with everything taken from it and derived: what nobody looks at is not known to
-- be fresh. Null where a topic is read and nobody has seen it so yet. Files have none: what lies in a folder has not arrived.
create table raw.look (
  source    text collate "C" not null,
  partition integer     not null check (partition >= 0),
  looked_at timestamptz,
  primary key (source, partition)
);
