import type { Transaction } from '../../storage/Database.ts';
import { columnSql } from '../../storage/plan/judgeChange.ts';
import { analyzeRows } from '../scope/analyzeRows.ts';
import { scopedSelects } from '../scope/scopedSelects.ts';
import type { Computation } from './Computation.ts';
import { insertComputed } from './insertComputed.ts';

/**
 * Makes the temporary table `computed`, whose columns have the declared types and take nulls, of the rows that are in scope.
 *
 * @returns rows in `computed`
 * @throws ConcordatError PROJECT_INVALID where the SELECT fails
 */
export async function fillComputed(transaction: Transaction, computation: Computation): Promise<number> {
  const { sql, selected, columns, scope } = computation;
  const definitions = columns.map((column) => columnSql({ ...column, notNull: false }));
  await transaction.script(`create temporary table computed (${definitions.join(', ')}) on commit drop`);
  const rows = await insertComputed(transaction, computation, scopedSelects(sql.text, selected, scope));
  await analyzeRows(transaction, 'computed', rows);
  return rows;
}
