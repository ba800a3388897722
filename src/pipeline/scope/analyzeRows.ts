import type { Transaction } from '../../storage/Database.ts';

/**
 * Has the planner look at a temporary table that is joined with what is stored, unless nothing is in it. It takes one that it has not
 * looked at for hundreds of rows, and then reads all of a table where a few rows of it would do.
 */
export async function analyzeRows(transaction: Transaction, table: string, rows: number): Promise<void> {
  if (rows > 0) await transaction.script(`analyze ${table}`);
}
