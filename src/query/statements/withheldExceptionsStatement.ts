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
 * @param paths all from one reconciliation to one contract
 */
export function withheldExceptionsStatement(
  paths: readonly ExceptionPath[],
  { range, from, most }: RangeRequest,
): Statement {
  const key = paths[0]?.access.contract.key ?? [];
  const order = key.map(({ column, type }) => ({ column: identifier('t', column), type: castType(type) }));
  const direction = raw(from === 'END' ? ' desc' : '');
  const ordering = sql`order by ${join(
    order.map(({ column }) => sql`${column}${direction}`),
    ', ',
  )}`;
  const columns = order.map(({ column }) => column);
  const pages = paths.map(
    (path) =>
      sql`(select ${join(columns, ', ')} from ${visibleKeysSql(path)} where ${join([concernedSql(path), ...rangeSql(order, range)], ' and ')} ${ordering} limit ${most})`,
  );
  const texts = join(
    columns.map((column) => sql`${column}::text`),
    ', ',
  );
  return toStatement(
    sql`select ${join(columns, ', ')}, array[${texts}] as "_position" from (${join(pages, ' union ')}) t ${ordering} limit ${most}`,
  );
}

/** Counts what `withheldExceptionsStatement` reads without a range, as `total`. */
export function withheldExceptionCountStatement(paths: readonly ExceptionPath[]): Statement {
  const key = paths[0]?.access.contract.key ?? [];
  const columns = join(
    key.map(({ column }) => identifier('t', column)),
    ', ',
  );
  const found = paths.map(
    (path) => sql`select ${columns} from ${visibleKeysSql(path)} where ${concernedSql(path)}`,
  );
  return toStatement(sql`select count(*)::int as "total" from (${join(found, ' union ')}) t`);
}

function concernedSql(path: ExceptionPath): Sql {
  return sql`exists (select from "reconciliation"."exception_reach" r join "reconciliation"."exception" e on ${reachesSql(path)} where e."resolved_at" is null and not (e."kind" = any(${path.told})) and ${isForCallerSql(path)})`;
}
