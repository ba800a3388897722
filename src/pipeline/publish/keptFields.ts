/** Bytes of what is kept of a row that others wrote: what a contract's filters ask is far less. */
const mostBytes = 256 * 1024;

/**
 * SQL of what is kept of a row that others wrote: the fields of `row` that `names` lists, and of one that is too large only its key, so that
 * nobody makes a record too large for the topic.
 */
export function keptFields(row: string, keyFields: string, names: string): string {
  return `(
    select case when octet_length(kept.fields::text) > ${mostBytes} then ${keyFields} else kept.fields end
    from (
      select coalesce(jsonb_object_agg(f.key, f.value), '{}') as fields from jsonb_each(${row}) f where f.key = any(${names})
    ) kept
  )`;
}
