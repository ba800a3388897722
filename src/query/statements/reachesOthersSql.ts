import sql, { type Sql } from 'sql-template-tag';

/**
 * Whether an exception `e` reaches values of a column that policies rule, and none of the caller's: it is then about rows that
 * the caller may not see.
 *
 * @param column the column's name, as a text in SQL
 * @param isOwn condition on `o."value"`, that it is one of the caller's
 */
export function reachesOthersSql(column: Sql, isOwn: Sql): Sql {
  const reached = sql`select from "reconciliation"."exception_reach" o where o."exception_id" = e."id" and o."column" = ${column}`;
  return sql`exists (${reached}) and not exists (${reached} and ${isOwn})`;
}
