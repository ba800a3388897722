import sql, { join } from 'sql-template-tag';
import type { ExceptionPath } from '../selection/exceptionPaths.ts';
import { identifier } from '../sql/identifier.ts';
import { toStatement } from '../sql/toStatement.ts';
import type { Statement } from '../Statement.ts';
import { isForCallerSql, reachesSql, visibleKeysSql } from './exceptionRowsSql.ts';

/** A row of `concernedRowsStatement`: beside the columns of the contract's key. */
export interface ConcernedRow {
  readonly _exception: string;
  readonly [keyColumn: string]: unknown;
}

/** Reads the keys of the visible rows that these exceptions concern by a path, so many at most. */
export function concernedRowsStatement(path: ExceptionPath, ids: readonly string[], most: number): Statement {
  const columns = join(
    path.access.contract.key.map(({ column }) => identifier('t', column)),
    ', ',
  );
  return toStatement(
    sql`select e."id" as "_exception", ${columns} from "reconciliation"."exception" e, "reconciliation"."exception_reach" r, ${visibleKeysSql(path)} where e."id" = any(${ids}::uuid[]) and ${reachesSql(path)} and ${isForCallerSql(path)} order by ${columns} limit ${most}`,
  );
}
