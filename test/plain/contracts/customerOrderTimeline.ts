import type { Happening, Order, Payment } from '../marketplace/Order.ts';
import { toIso } from '../reading/times.ts';
import { toDecimalText } from '../toDecimalText.ts';
import type { PlainRow } from './PlainRow.ts';

const process = [
  'PLACED',
  'APPROVED',
  'PAID',
  'HANDED_OVER',
  'DELIVERED',
  'CANCELED',
  'UNAVAILABLE',
] as const;
type Step = (typeof process)[number];

interface Entry {
  readonly step: Step;
  readonly at: number | undefined;
  readonly detail: string | null;
}

function describePayment(payment: Payment): string {
  const method = payment.method === undefined ? '' : `${payment.method} `;
  const installments =
    payment.installments !== undefined && payment.installments > 1
      ? ` in ${payment.installments} instalments`
      : '';
  return `${method}${toDecimalText(payment.paid)} BRL${installments}`;
}

/** In the order of the process, payments by their sequence. */
function entriesOf(order: Order): readonly Entry[] {
  const once = (step: Step, happening: Happening | undefined): readonly Entry[] =>
    happening === undefined ? [] : [{ step, at: happening.at, detail: null }];
  const payments = [...order.payments.values()].sort((left, right) => left.sequence - right.sequence);
  return [
    ...once('PLACED', order.placed),
    ...once('APPROVED', order.approved),
    ...payments.map((payment): Entry => ({ step: 'PAID', at: payment.at, detail: describePayment(payment) })),
    ...once('HANDED_OVER', order.handedOver),
    ...once('DELIVERED', order.delivered),
    ...once('CANCELED', order.canceled),
    ...once('UNAVAILABLE', order.unavailable),
  ];
}

/** Whether a step that comes before it in the process has a later time. */
function isOutOfOrder(entry: Entry, entries: readonly Entry[]): boolean {
  const { at } = entry;
  if (at === undefined) return false;
  return entries.some(
    (other) =>
      other.at !== undefined && other.at > at && process.indexOf(other.step) < process.indexOf(entry.step),
  );
}

export function customerOrderTimeline(orders: readonly Order[]): readonly PlainRow[] {
  return orders.map((order) => {
    const entries = entriesOf(order);
    // Sorting is stable: entries of the same time stay in the order of the process.
    const byTime = [...entries].sort((left, right) => (left.at ?? Infinity) - (right.at ?? Infinity) || 0);
    return {
      orderId: order.orderId,
      buyerId: order.placed?.buyerId ?? null,
      destinationCity: order.placed?.city ?? null,
      destinationPostalPrefix: order.placed?.postalPrefix ?? null,
      promisedBy: toIso(order.placed?.promisedBy),
      currentStep: entries.at(-1)?.step,
      entries: byTime.map((entry) => ({
        step: entry.step,
        at: toIso(entry.at),
        detail: entry.detail,
        isOutOfOrder: isOutOfOrder(entry, entries),
      })),
    };
  });
}
