import type { Session } from '../Database.ts';
import { quoteName } from '../quoteName.ts';
import type { ActualColumn, ActualTable } from './ActualTable.ts';
import { hiddenColumnComment, indexCommentPrefix } from './comments.ts';

interface IndexRow {
  readonly name: string;
  readonly primary: boolean;
  readonly columns: readonly string[];
  readonly comment: string | null;
}

const columnsText = `
  select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "notNull",
    coalesce(col_description(a.attrelid, a.attnum) = $2, false) as hidden
  from pg_attribute a
  where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped
  order by a.attnum`;

const indexesText = `
  select i.relname as name, x.indisprimary as "primary", obj_description(x.indexrelid, 'pg_class') as comment,
    array(
      select a.attname::text from unnest(x.indkey::int[]) with ordinality k (attnum, n)
      join pg_attribute a on a.attrelid = x.indrelid and a.attnum = k.attnum order by k.n
    ) as columns
  from pg_index x join pg_class i on i.oid = x.indexrelid
  where x.indrelid = to_regclass($1)
  order by i.relname`;

/** What the catalog says of a table; undefined when it does not exist. */
export async function readActualTable(
  session: Session,
  schema: string,
  table: string,
): Promise<ActualTable | undefined> {
  const name = quoteName(schema, table);
  const [found] = await session.query<{ exists: boolean }>({
    text: 'select to_regclass($1) is not null as exists',
    values: [name],
  });
  if (found?.exists !== true) return undefined;
  const columns = await session.query<ActualColumn>({
    text: columnsText,
    values: [name, hiddenColumnComment],
  });
  const indexes = await session.query<IndexRow>({ text: indexesText, values: [name] });
  const [rows] = await session.query<{ any: boolean }>({
    text: `select exists (select from ${name}) as any`,
  });
  return {
    columns,
    primaryKey: indexes.find(({ primary }) => primary)?.columns ?? [],
    indexes: indexes.flatMap(({ name: index, comment }) =>
      comment?.startsWith(indexCommentPrefix) === true
        ? [{ name: index, definition: comment.slice(indexCommentPrefix.length) }]
        : [],
    ),
    hasRows: rows?.any === true,
  };
}
