import type { Random } from '../Random.ts';
import type { SampleEvent } from '../SampleEvent.ts';
import { day, hour, minute } from '../wallClock.ts';
import { countries } from './countries.ts';
import { makeGoods } from './goods.ts';
import { makeCreditNote } from './makeCreditNote.ts';
import { type InvoiceHead, goodsLine, makeInvoice, otherLine } from './makeInvoice.ts';
import type { StoreLine } from './StoreLine.ts';
import { writeFirstLayout, writeSecondLayout } from './writeLayouts.ts';

const period = 60 * day;
/** How long before the end the ERP was migrated: lines since then are delivered in both layouts. */
const migrated = 4 * day;

/** What production should not hold, each on a document of its own: every sample has it, whatever its size. */
function makeOddities(
  random: Random,
  head: (kind: 'SALE' | 'CREDIT_NOTE' | 'ADJUSTMENT') => InvoiceHead,
  goods: Parameters<typeof makeInvoice>[2],
): readonly StoreLine[] {
  const writeOff = { ...head('SALE'), customer: '' };
  const unspecified = { ...head('SALE'), country: 'Unspecified' };
  const fees = { ...head('CREDIT_NOTE'), customer: '' };
  const test = head('SALE');
  return [
    { ...goodsLine(writeOff, random.pick(goods), -random.integer(10, 200)), price: '0.0', description: '' },
    ...makeInvoice(random, unspecified, goods),
    otherLine(fees, 'BANK CHARGES', -1, random.integer(500, 2_000)),
    otherLine(fees, 'D', -1, random.integer(500, 2_000)),
    otherLine(test, 'TEST001', 5, 450),
    otherLine(test, 'ADJUST', 1, 1_250),
    otherLine(head('ADJUSTMENT'), 'B', 1, 1_100_000),
  ];
}

/**
 * Events of about `lineCount` lines of the stores' ERP, written over the 60 days before `end` (wall-clock in London), in
 * the order of time; what was written after the migration comes a second time in the other layout.
 */
export function makeStores(random: Random, lineCount: number, end: number): readonly SampleEvent[] {
  const goods = makeGoods(random);
  const customers = Array.from({ length: 40 }, (_, index) => ({
    customer: String(12_400 + index * 7),
    country: random.pick(countries),
  }));
  let nextInvoice = 610_000;
  const head = (kind: 'SALE' | 'CREDIT_NOTE' | 'ADJUSTMENT'): InvoiceHead => {
    const { customer, country } = random.pick(customers);
    const prefix = kind === 'SALE' ? '' : kind === 'CREDIT_NOTE' ? 'C' : 'A';
    const dayOf = Math.floor((end - random.integer(day, period)) / day) * day;
    return {
      invoice: `${prefix}${nextInvoice++}`,
      customer: random.chance(0.04) ? '' : customer,
      country,
      writtenAt: dayOf + 8 * hour + random.integer(0, 600) * minute,
    };
  };
  const lines: StoreLine[] = [...makeOddities(random, head, goods)];
  for (let number = 0; lines.length < lineCount; number++) {
    const sale = head('SALE');
    const sold = makeInvoice(random, sale, goods);
    lines.push(...sold);
    if (number % 4 !== 0) continue;
    const isOdd = number % 32 === 0;
    const returned = makeCreditNote(
      random,
      { ...head('CREDIT_NOTE'), country: sale.country, customer: number % 24 === 4 ? '' : sale.customer },
      sold.filter((line) => line.quantity > 0),
      isOdd ? 'MORE_THAN_WAS_SOLD' : 'WHAT_WAS_SOLD',
    );
    lines.push(...returned);
  }
  lines.sort((left, right) => left.writtenAt - right.writtenAt);
  return [
    ...lines.map((line, index) => writeFirstLayout(line, index + 1)),
    ...lines
      .filter((line) => line.writtenAt >= end - migrated)
      .map((line, index) => writeSecondLayout(line, index + 1)),
  ];
}
