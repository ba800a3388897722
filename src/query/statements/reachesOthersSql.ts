import sql, { raw, type Sql } from 'sql-template-tag';
import { unheldColumn } from './unheldColumn.ts';

/**
 * Whether an exception `e` reaches values of a column that policies rule, and none of the caller's: it is then about rows that
 * the caller may not see. A value that is too long to be held is taken for another's.
 *
 * @param column the column's name, as a text in SQL
 * @param isOwn condition on `o."value"`, that it is one of the caller's
 */
export function reachesOthersSql(column: Sql, isOwn: Sql): Sql {
  const reached = sql`select from "reconciliation"."exception_reach" o where o."exception_id" = e."id" and o."column"`;
  return sql`exists (${reached} in (${column}, ${column} || ${raw(`'${unheldColumn('')}'`)})) and not exists (${reached} = ${column} and ${isOwn})`;
}
