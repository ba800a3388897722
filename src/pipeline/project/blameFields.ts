/** Conditions whose message quotes the text that was not taken: not of the type, out of its range, no date, no such date. */
const quoting = ['22P02', '22003', '22007', '22008'];

// What is looked through of an event: parts deeper or larger than this are not what a cast was about.
const deepest = 8;
const largestBytes = 65_536;

/** Fields with the text in question that are named; more would say nothing. */
const mostFields = 3;

/**
 * A temporary function that says which of the payload's fields hold the text that PostgreSQL quotes in what it said when
 * `project.sql` failed by the one event in `batch`. The text itself stays in the database. Keys are named only where the
 * statement names them too: any other may be a value, as in a map from addresses to amounts.
 */
export const createBlameFields = `
  create or replace function pg_temp.blame_fields(statement text, said text) returns text[] language plpgsql as $$
  declare
    quoted text := substring(said from '"(.*)"');
  begin
    if quoted is null then
      return null;
    end if;
    return (
      with recursive node (path, value) as (
        select '{}'::text[], payload from batch where pg_column_size(payload) < ${largestBytes}
        union all
        select node.path || child.name, child.value
        from node cross join lateral (
          select name, value from jsonb_each(case jsonb_typeof(node.value) when 'object' then node.value end) as o (name, value)
          where name ~ '^\\w+$' and strpos(statement, name) > 0
          union all
          select (place - 1)::text, value
          from jsonb_array_elements(case jsonb_typeof(node.value) when 'array' then node.value end)
            with ordinality as a (value, place)
        ) as child
        where cardinality(node.path) < ${deepest}
      )
      select array_agg(field order by field) from (
        select 'payload field ' || array_to_string(path, '.') as field from node
        where path <> '{}' and value #>> '{}' = quoted
        union all
        select 'the key' from batch where key = quoted
        limit ${mostFields + 1}
      ) as held
    );
  end $$`;

/** Whether PostgreSQL quotes in such a failure the text that it did not take. */
export function quotesText(sqlState: string): boolean {
  return quoting.includes(sqlState);
}

/** Fields as a reason names them; undefined where that cannot be known. */
export function namedFields(fields: readonly string[]): string | undefined {
  if (fields.length === 0 || fields.length > mostFields) return undefined;
  return fields.join(' or ');
}
