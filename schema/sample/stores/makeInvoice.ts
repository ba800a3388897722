import type { Random } from '../Random.ts';
import type { Goods } from './goods.ts';
import type { StoreLine } from './StoreLine.ts';

/** What the lines of one invoice have in common. */
export interface InvoiceHead {
  readonly invoice: string;
  readonly customer: string;
  readonly country: string;
  readonly writtenAt: number;
}

/** Pence as the ERP writes them, `2.55` and `15.0`. */
function formatPence(pence: number): string {
  return (pence / 100).toFixed(2).replace(/0$/, '');
}

/** One line of goods. */
export function goodsLine(head: InvoiceHead, goods: Goods, quantity: number): StoreLine {
  const { stockCode, description, priceInPence } = goods;
  return { ...head, stockCode, description, quantity, price: formatPence(priceInPence) };
}

/** One line of something that is not goods: carriage, a charge, a test. */
export function otherLine(head: InvoiceHead, stockCode: string, quantity: number, pence: number): StoreLine {
  const names: Readonly<Record<string, string>> = {
    POST: 'POSTAGE',
    DOT: 'DOTCOM POSTAGE',
    C2: 'CARRIAGE',
    M: 'Manual',
    D: 'Discount',
    ADJUST: 'Adjustment',
    'BANK CHARGES': 'Bank charges',
    TEST001: 'This is a test product.',
  };
  const description = names[stockCode] ?? '';
  return { ...head, stockCode, description, quantity, price: formatPence(pence) };
}

/**
 * A sale: goods, most often carriage, and at the ERP's rates what should not be there: a line twice, a price of zero, a
 * charge, and a missing description.
 */
export function makeInvoice(
  random: Random,
  head: InvoiceHead,
  goods: readonly Goods[],
): readonly StoreLine[] {
  const lines = Array.from({ length: random.integer(4, 34) }, () =>
    goodsLine(head, random.pick(goods), random.pick([1, 2, 4, 6, 8, 10, 12, 12, 24, 36, 48])),
  );
  if (random.chance(0.15)) lines.push(random.pick(lines));
  if (random.chance(0.05)) lines.push({ ...goodsLine(head, random.pick(goods), 1), price: '0.0' });
  if (head.country !== 'United Kingdom' && random.chance(0.7)) {
    lines.push(otherLine(head, head.country === 'EIRE' ? 'C2' : 'POST', random.integer(1, 4), 1_800));
  }
  if (random.chance(0.08))
    lines.push(otherLine(head, random.pick(['M', 'DOT']), 1, random.integer(500, 9_000)));
  return lines;
}
