/** DDL of the relation that `project.sql` reads. Text is collated as in the product's tables. */
export const createBatchTable = `
  create temporary table batch (
    source      text collate "C" not null,
    partition   integer not null,
    "offset"    bigint not null,
    key         text collate "C",
    payload     jsonb,
    event_time  timestamptz,
    received_at timestamptz not null,
    event_type  text collate "C",
    event_id    text collate "C"
  ) on commit drop`;

/** What `project.sql` returns, column by column, with types by `format_type`. */
export const projectionColumns = [
  { name: 'product_table', type: 'text' },
  { name: 'identity', type: 'jsonb' },
  { name: 'source', type: 'text' },
  { name: 'partition', type: 'integer' },
  { name: 'offset', type: 'bigint' },
] as const;
