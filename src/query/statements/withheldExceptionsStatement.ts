import sql, { join, raw, type Sql } from 'sql-template-tag';
import { rangeSql } from '../order/rangeSql.ts';
import type { RangeRequest } from '../page/Range.ts';
import type { ExceptionPath } from '../selection/exceptionPaths.ts';
import { castType } from '../sql/castType.ts';
import { identifier } from '../sql/identifier.ts';
import { toStatement } from '../sql/toStatement.ts';
import type { Statement } from '../Statement.ts';
import { isForCallerSql, reachesSql, visibleKeysSql } from './exceptionRowsSql.ts';

/**
 * Reads the keys of the rows that open exceptions concern whose kinds the caller may not know, in their order, each with its
 * `_position` in the list: the texts of its key. Nothing of the exceptions themselves, as their times and number would tell
 * them apart.
 *
 * The keys are found before they are ordered: such rows are few, and in the order of the keys all others would be tried first.
 *
 * @param paths all from one reconciliation to one contract
 */
export function withheldExceptionsStatement(
  paths: readonly ExceptionPath[],
  { range, from, most }: RangeRequest,
): Statement {
  const key = paths[0]?.access.contract.key ?? [];
  const order = key.map(({ column, type }) => ({ column: identifier('t', column), type: castType(type) }));
  const columns = order.map(({ column }) => column);
  const direction = raw(from === 'END' ? ' desc' : '');
  const ordering = columns.map((column) => sql`${column}${direction}`);
  const texts = columns.map((column) => sql`${column}::text`);
  return toStatement(
    sql`with t as materialized (${withheldSql(paths, rangeSql(order, range))}) select ${join(columns, ', ')}, array[${join(texts, ', ')}] as "_position" from t order by ${join(ordering, ', ')} limit ${most}`,
  );
}

/** Counts what `withheldExceptionsStatement` reads without a range, as `total`. */
export function withheldExceptionCountStatement(paths: readonly ExceptionPath[]): Statement {
  return toStatement(sql`select count(*)::int as "total" from (${withheldSql(paths, [])}) t`);
}

function withheldSql(paths: readonly ExceptionPath[], range: readonly Sql[]): Sql {
  const pages = paths.map((path) => {
    const columns = path.access.contract.key.map(({ column }) => identifier('t', column));
    const conditions = [
      reachesSql(path),
      sql`e."resolved_at" is null`,
      sql`e."reconciliation" = ${path.reconciliation.name}`,
      sql`not (e."kind" = any(${path.told}))`,
      isForCallerSql(path),
      ...range,
    ];
    return sql`select ${join(columns, ', ')} from "reconciliation"."exception" e, "reconciliation"."exception_reach" r, ${visibleKeysSql(path)} where ${join(conditions, ' and ')}`;
  });
  // Not `union all`: several exceptions and paths may lead to one row.
  return pages.length === 1 ? distinct(join(pages)) : join(pages, ' union ');
}

function distinct(page: Sql): Sql {
  return sql`select distinct p.* from (${page}) p`;
}
