import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { ExceptionPath } from '../selection/exceptionPaths.ts';
import { policyValues } from '../selection/policyValues.ts';
import { identifier } from '../sql/identifier.ts';
import { reachesOthersSql } from './reachesOthersSql.ts';
import { visibleRowsSql } from './visibleRowsSql.ts';

/** A name that no column of a contract has. */
const byName = '_by';

/** The rows of a path's contract that the caller may see, as `t`: their key, and `_by` as the text that exceptions reach. */
export function visibleKeysSql({ access, by }: ExceptionPath): Sql {
  const { serving, key } = access.contract;
  const keys = join(
    key.map(({ column }) => identifier(column)),
    ', ',
  );
  return sql`(select ${keys}, ${identifier(by)}::text as ${identifier(byName)} from ${identifier(serving.schema, serving.table)} where ${visibleRowsSql(access)}) t`;
}

/** That an exception `e` reaches a row `t` by a path, through a row `r` of the reach. */
export function reachesSql({ reconciliation, by }: ExceptionPath): Sql {
  return sql`r."reconciliation" = ${reconciliation.name} and r."column" = ${by} and r."value" = t.${identifier(byName)} and r."exception_id" = e."id"`;
}

/** That an exception `e` is not about rows alone that policies keep from the caller (see `reachesOthersSql`). */
export function isForCallerSql({ access }: ExceptionPath): Sql {
  const others = policyValues(access).map(
    ({ column, values }) => sql`not (${reachesOthersSql(sql`${column}`, sql`o."value" = any(${values})`)})`,
  );
  return others.length === 0 ? raw('true') : join(others, ' and ');
}
