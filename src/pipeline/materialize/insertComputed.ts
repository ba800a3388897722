import { isTransient } from '../../storage/isTransient.ts';
import type { SqlStatement, Transaction } from '../../storage/Database.ts';
import { quoteNames } from '../../storage/quoteName.ts';
import { sqlFailureOf } from '../../storage/SqlFailure.ts';
import { type Computation, invalidComputation } from './Computation.ts';

/**
 * Adds to the temporary table `computed` what SELECTs give.
 *
 * @returns how many rows
 * @throws ConcordatError PROJECT_INVALID where one fails: for which rows it would, nobody can tell
 */
export async function insertComputed(
  transaction: Transaction,
  computation: Computation,
  selects: readonly SqlStatement[],
): Promise<number> {
  const names = quoteNames(computation.selected.map(({ name }) => name));
  let rows = 0;
  try {
    for (const { text, values = [] } of selects) {
      rows += await transaction.execute({ text: `insert into computed (${names})\n${text}`, values });
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
