import type { Contract } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { quoteName, quoteText } from '../../storage/quoteName.ts';
import { rowBytes } from '../bounds/recordBounds.ts';
import type { Computation } from './Computation.ts';
import { createLeftOut, reachedBy } from './leftOut.ts';

const reason = 'beyond the bounds of a record: the row (at most 15 MiB)';

/** SQL that is true of what a record cannot hold; hidden columns are in none. */
function violationOf({ fields }: Contract): string {
  const names = fields.map(({ name }) => quoteText(name));
  const bytes = `(
    select sum(octet_length(f.key) + octet_length(f.value::text) + 4) from jsonb_each(changed._after) f
    where f.key in (${names.join(', ')})
  )`;
  return `(changed._is_now and octet_length(changed._after::text) > ${rowBytes} and ${bytes} > ${rowBytes})`;
}

/**
 * Leaves rows out of `computed` and `changed` that a record on a topic cannot hold: none of the contract's changes could be
 * published any more behind one. What was there before is deleted.
 *
 * @returns how many rows
 */
export async function leaveOutOversized(
  transaction: Transaction,
  contract: Contract,
  computation: Computation,
): Promise<number> {
  const violation = violationOf(contract);
  const [found] = await transaction.query<{ rows: number }>({
    text: `select count(*)::int as rows from changed where ${violation}`,
  });
  const rows = found?.rows ?? 0;
  if (rows === 0) return 0;
  const sameKey = contract.key
    .map(({ column }) => `${quoteName('n', column)} = ${quoteName('changed', column)}`)
    .join(' and ');
  await createLeftOut(transaction);
  await transaction.script(`
    insert into left_out (key, reason, reached_by)
      select changed._row_key, ${quoteText(reason)}, ${reachedBy('n', computation)} from changed join computed n on ${sameKey}
      where ${violation};
    delete from computed n using changed where ${sameKey} and ${violation};
    delete from changed where not changed._was_before and ${violation};
    update changed set _is_now = false, _after = null where ${violation}`);
  return rows;
}
