import type { Random } from '../Random.ts';
import type { InvoiceHead } from './makeInvoice.ts';
import type { StoreLine } from './StoreLine.ts';

/**
 * A credit note for some lines of a sale, to which it does not refer. Now and then more comes back than was sold, or
 * the customer is not recorded.
 */
export function makeCreditNote(
  random: Random,
  head: InvoiceHead,
  sold: readonly StoreLine[],
  returns: 'WHAT_WAS_SOLD' | 'MORE_THAN_WAS_SOLD',
): readonly StoreLine[] {
  return random
    .shuffle(sold)
    .slice(0, random.integer(1, 4))
    .map((line) => ({
      ...line,
      ...head,
      quantity: returns === 'WHAT_WAS_SOLD' ? -random.integer(1, line.quantity) : -(line.quantity + 500),
    }));
}
