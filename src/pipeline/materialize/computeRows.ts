import type { Transaction } from '../../storage/Database.ts';
import { analyzeRows } from '../scope/analyzeRows.ts';
import type { Computation, Computed } from './Computation.ts';
import { fillComputed } from './fillComputed.ts';
import { leaveOut } from './leaveOut.ts';

/**
 * Computes the rows of a table that are in scope into the temporary table `computed` and holds them against the declaration. Those that
 * break it, or that a key or an index cannot hold, are left out, in the temporary table `left_out`.
 *
 * @throws ConcordatError PROJECT_INVALID naming contract or reconciliation, never a value, when the SELECT fails, repeats a key, or gives
 *   null in one
 */
export async function computeRows(transaction: Transaction, computation: Computation): Promise<Computed> {
  const filled = await fillComputed(transaction, computation);
  const left = await leaveOut(transaction, computation);
  const rows = filled - left.rows;
  if (rows > 0) await analyzeRows(transaction, 'computed', rows);
  return { rows, hasAside: left.rows > 0 || left.isKnown };
}
