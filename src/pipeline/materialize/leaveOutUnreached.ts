import type { Transaction } from '../../storage/Database.ts';
import { quoteName } from '../../storage/quoteName.ts';
import type { Computation } from './Computation.ts';

/**
 * Leaves out rows that are null in every column by which changes reach them: no change would ever find them again, so that they would be
 * served as they once were. A computation of what was touched gives none, since it finds rows by values. Those without all of their key
 * are an error, see `leaveOut`. Returns how many.
 */
export async function leaveOutUnreached(
  transaction: Transaction,
  { scope, movingReach, columns, key }: Computation,
): Promise<number> {
  const by = [...new Set(movingReach)].filter((name) => columns.some((column) => column.name === name));
  if (scope.kind === 'TOUCHED' || by.length === 0) return 0;
  const isUnreached = [
    ...by.map((name) => `${quoteName(name)} is null`),
    ...key.map(({ column }) => `${quoteName(column)} is not null`),
  ];
  return transaction.execute({ text: `delete from computed where ${isUnreached.join(' and ')}` });
}
