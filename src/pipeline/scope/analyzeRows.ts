import type { Transaction } from '../../storage/Database.ts';

/** For fewer rows, statistics cost more than they help: any plan for them is fast. */
const analyzeFrom = 200;

/** Has a temporary table looked at by the planner, where it holds so many rows that it matters. */
export async function analyzeRows(transaction: Transaction, table: string, rows: number): Promise<void> {
  if (rows >= analyzeFrom) await transaction.script(`analyze ${table}`);
}
