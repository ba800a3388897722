import type { Transaction } from '../../storage/Database.ts';
import { isDataError } from '../../storage/isDataError.ts';
import { isTransient } from '../../storage/isTransient.ts';
import { columnSql } from '../../storage/plan/judgeChange.ts';
import { quoteNames } from '../../storage/quoteName.ts';
import { type SqlFailure, sqlFailureOf } from '../../storage/SqlFailure.ts';
import { scopedSelects } from '../scope/scopedSelects.ts';
import { invalidComputation, type Computation } from './Computation.ts';
import { type Filled, fillSingly } from './fillSingly.ts';

/** Runs the SELECT into the temporary table `computed`, whose columns have the declared types and take nulls. */
async function fill(transaction: Transaction, { sql, selected, key, scope }: Computation): Promise<number> {
  const names = quoteNames(selected.map(({ name }) => name));
  const keys = quoteNames(key.map(({ column }) => column));
  let rows = 0;
  for (const [index, { text, values = [] }] of scopedSelects(sql.text, selected, scope).entries()) {
    // A row that several touched columns lead to is computed once.
    const fresh =
      index === 0
        ? text
        : `select * from (\n${text}\n) as again where (${keys}) not in (select ${keys} from computed)`;
    rows += await transaction.execute({ text: `insert into computed (${names})\n${fresh}`, values });
  }
  return rows;
}

/** The failure of the SELECT itself. */
function selectFailed(computation: Computation, failure: SqlFailure): Error {
  return invalidComputation(
    computation,
    `its SELECT failed: ${failure.message} [${failure.details.sqlState}]`,
    'Mend the SELECT, or what it reads.',
    failure,
  );
}

/**
 * Makes `computed` and runs the SELECT into it. Where the data of some rows makes it fail, those are left out.
 *
 * @throws ConcordatError PROJECT_INVALID where the SELECT fails for another reason, or for too many rows
 */
export async function fillComputed(transaction: Transaction, computation: Computation): Promise<Filled> {
  const definitions = computation.columns.map((column) => columnSql({ ...column, notNull: false }));
  await transaction.script(`create temporary table computed (${definitions.join(', ')}) on commit drop`);
  try {
    return { rows: await transaction.savepoint(() => fill(transaction, computation)), failing: 0 };
  } catch (error) {
    const failure = sqlFailureOf(error);
    if (failure === undefined || isTransient(failure)) throw error;
    if (!isDataError(failure.details.sqlState)) throw selectFailed(computation, failure);
    const filled = await fillSingly(transaction, computation);
    if (filled === undefined) throw selectFailed(computation, failure);
    return filled;
  }
}
