import sql, { type Sql } from 'sql-template-tag';

/**
 * Whether an exception `e` reaches values of a column that policies rule, and none of the caller's: it is then about rows that
 * the caller may not see.
 *
 * @param within the policies as JSON, a list of ColumnValues
 */
export function concernsOthersSql(within: Sql): Sql {
  const reached = sql`select from "reconciliation"."exception_reach" o where o."exception_id" = e."id" and o."column" = own."column"`;
  return sql`exists (select from jsonb_to_recordset(${within}) as own ("column" text, "values" jsonb) where exists (${reached}) and not exists (${reached} and own."values" ? o."value"))`;
}
