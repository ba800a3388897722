import type { Transaction } from '../../storage/Database.ts';
import { isTransient } from '../../storage/isTransient.ts';
import { columnSql } from '../../storage/plan/judgeChange.ts';
import { quoteNames } from '../../storage/quoteName.ts';
import { sqlFailureOf } from '../../storage/SqlFailure.ts';
import { scopedSelects } from '../scope/scopedSelects.ts';
import { invalidComputation, type Computation } from './Computation.ts';

/**
 * Runs the SELECT into the temporary table `computed`, whose columns have the declared types and take nulls.
 *
 * @returns rows in `computed`
 * @throws ConcordatError PROJECT_INVALID where the SELECT fails: for which rows it would, nobody can tell
 */
export async function fillComputed(transaction: Transaction, computation: Computation): Promise<number> {
  const { sql, selected, columns, key, scope } = computation;
  let rows = 0;
  const names = quoteNames(selected.map(({ name }) => name));
  const definitions = columns.map((column) => columnSql({ ...column, notNull: false }));
  const keys = quoteNames(key.map(({ column }) => column));
  await transaction.script(`create temporary table computed (${definitions.join(', ')}) on commit drop`);
  try {
    for (const [index, { text, values = [] }] of scopedSelects(sql.text, selected, scope).entries()) {
      // A row that several touched columns lead to is computed once.
      const fresh =
        index === 0
          ? text
          : `select * from (\n${text}\n) as again where (${keys}) not in (select ${keys} from computed)`;
      rows += await transaction.execute({ text: `insert into computed (${names})\n${fresh}`, values });
    }
    return rows;
  } catch (error) {
    const failure = sqlFailureOf(error);
    if (failure === undefined || isTransient(failure)) throw error;
    throw invalidComputation(
      computation,
      `its SELECT failed: ${failure.message} [${failure.details.sqlState}]`,
      'Mend the SELECT, or what it reads.',
      failure,
    );
  }
}
