import type { PlainException } from '../../plain/exceptions/PlainException.ts';
import type { PlainRetailer } from '../../plain/computeRetailer.ts';
import type { SourceEvent } from '../../plain/SourceEvent.ts';
import { compareRows } from './compareRows.ts';
import type { Parked, Retailer } from './retailer.ts';

const productsOf: Readonly<Record<string, readonly string[]>> = {
  'ordering.orders': ['order_capture'],
  'payments.payments': ['payment_settlement'],
  'shipping.shipments': ['shipment_execution'],
  'stores.invoice_lines': ['store_sales', 'returns'],
};

/** Subject members in one order, so that equal subjects are equal text. */
function identify({ subject, ...rest }: PlainException): Readonly<Record<string, unknown>> {
  return { ...rest, subject: JSON.stringify(Object.entries(subject).sort()) };
}

/** Every difference between what the pipeline served and what the plain recomputation says, by what it is a difference of. */
export async function findDifferences(
  retailer: Retailer,
  expected: PlainRetailer,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, readonly string[]> = {};
  for (const contract of retailer.project.contracts) {
    const key = contract.key.map((field) => field.name);
    const rows = await retailer.readRows(contract);
    found[contract.id] = compareRows(expected.contracts.get(contract.id) ?? [], rows, key);
  }
  const exceptions = await retailer.readOpenExceptions();
  found['exceptions'] = compareRows(expected.exceptions.map(identify), exceptions.map(identify), [
    'reconciliation',
    'kind',
    'subject',
  ]);
  return found;
}

/** Where the malformed events should be parked: at each product of their topic, by their place among its events. */
export function expectParked(
  events: readonly SourceEvent[],
  malformed: readonly SourceEvent[],
): readonly Parked[] {
  const isMalformed = new Set(malformed);
  const offsets = new Map<string, number>();
  return events.flatMap((event) => {
    const source = event.topic;
    const offset = offsets.get(source) ?? 0;
    offsets.set(source, offset + 1);
    if (!isMalformed.has(event)) return [];
    return (productsOf[source] ?? []).map((product) => ({ product, source, offset }));
  });
}
