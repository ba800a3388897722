import type { Transaction } from '../../storage/Database.ts';
import { quoteName, quoteNames } from '../../storage/quoteName.ts';
import type { Computation } from './Computation.ts';
import { keyList, reachedBy } from './leftOut.ts';

/** Leaves out all rows of keys that several have: which of them would be the right one, nobody knows. Returns how many. */
export async function leaveOutRepeated(transaction: Transaction, computation: Computation): Promise<number> {
  const columns = computation.key.map(({ column }) => column);
  const keys = quoteNames(columns);
  const reached = reachedBy('n', computation, (value) => `jsonb_agg(distinct ${value})`);
  await transaction.execute({
    text: `insert into left_out (key, reason, fix, reached_by)
      select ${keyList('n', computation)}, $1, $2, ${reached}
      from computed n group by ${columns.map((column) => quoteName('n', column)).join(', ')} having count(*) > 1`,
    values: [
      `the SELECT has several rows for one key (${columns.join(', ')})`,
      'Make it one row a key: look for a join that multiplies rows.',
    ],
  });
  return transaction.execute({
    text: `delete from computed
      where (${keys}) in (select ${keys} from computed group by ${keys} having count(*) > 1)`,
  });
}
