import type { Transaction } from '../../storage/Database.ts';
import { addSiblings } from './addSiblings.ts';
import type { Computation, Computed } from './Computation.ts';
import { fillComputed } from './fillComputed.ts';
import { leaveOut } from './leaveOut.ts';
import { leaveOutUnreached } from './leaveOutUnreached.ts';

/**
 * Computes the rows of a table that are in scope into the temporary table `computed` and holds them against the declaration. Those that
 * break it, that share a key with others, or that a key or an index cannot hold, are left out, in the temporary table `left_out`; so are, without a
 * trace, those that no change would find.
 *
 * @throws ConcordatError PROJECT_INVALID naming contract or reconciliation, never a value, when the SELECT fails, or gives null in a key
 */
export async function computeRows(transaction: Transaction, computation: Computation): Promise<Computed> {
  const filled = await fillComputed(transaction, computation);
  const unreached = await leaveOutUnreached(transaction, computation);
  const added = await addSiblings(transaction, computation);
  const left = await leaveOut(transaction, computation);
  return {
    rows: filled - unreached + (added?.rows ?? 0) - left.rows,
    unreached,
    hasAside: left.rows > 0 || left.isKnown,
    siblings: added?.reach,
  };
}
