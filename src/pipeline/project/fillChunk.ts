import type { Transaction } from '../../storage/Database.ts';
import { sqlFailureOf } from '../../storage/SqlFailure.ts';

/**
 * Puts events into the temporary table `chunk`. A key that is no UTF-8 is null for the product.
 *
 * @param text - the statement, given the expression of the key as text
 */
export async function fillChunk(
  transaction: Transaction,
  text: (key: string) => string,
  values: readonly unknown[],
): Promise<void> {
  await transaction.script('truncate chunk');
  try {
    await transaction.savepoint(() =>
      transaction.execute({ text: text("convert_from(key, 'UTF8')"), values }),
    );
  } catch (error) {
    // One key of the chunk is no text: ask for each by itself, which is slow.
    if (sqlFailureOf(error)?.details.sqlState.startsWith('22') !== true) throw error;
    await transaction.execute({ text: text('pg_temp.to_text(key)'), values });
  }
}
