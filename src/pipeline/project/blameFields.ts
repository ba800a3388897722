import type { SqlFile } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';

/** Conditions whose message quotes the text that was not taken: not of the type, out of its range, no date, no such date. */
const quoting = ['22P02', '22003', '22007', '22008'];

// What is looked through of an event: parts deeper or larger than this are not what a cast was about.
const deepest = 8;
const largestBytes = 65_536;

/** Fields with the text in question that are named; more would say nothing. */
const mostFields = 3;

/**
 * A temporary function that runs `project.sql` over `batch`, undoes it, and says which of the payload's fields hold the text
 * that PostgreSQL quotes when it fails. The text itself stays in the database. Keys are named only where the statement
 * names them too: any other may be a value, as in a map from addresses to amounts.
 */
export const createBlameFields = `
  create or replace function pg_temp.blame_fields(statement text) returns text[] language plpgsql as $$
  declare
    said text;
    quoted text;
  begin
    begin
      execute statement;
      -- Whatever it did is undone.
      raise exception using errcode = 'P0002';
    exception when others then
      get stacked diagnostics said = message_text;
      quoted := substring(said from '"(.*)"');
    end;
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

/** Finds which fields of the payload made the statement fail; undefined where that cannot be known. `batch` holds the one event. */
export async function blameFields(transaction: Transaction, { text }: SqlFile): Promise<string | undefined> {
  const [found] = await transaction.query<{ fields: readonly string[] | null }>({
    text: 'select pg_temp.blame_fields($1) as fields',
    values: [text],
  });
  const fields = found?.fields ?? [];
  if (fields.length === 0 || fields.length > mostFields) return undefined;
  return fields.join(' or ');
}
