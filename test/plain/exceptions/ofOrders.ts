import {
  difference,
  differs,
  isPlace,
  isVoid,
  itemsOf,
  paidTotal,
  recognition,
} from '../marketplace/judge.ts';
import type { Happening, Order } from '../marketplace/Order.ts';
import { toDecimalText } from '../toDecimalText.ts';
import type { PlainException } from './PlainException.ts';

function isBefore(left: Happening | undefined, right: Happening | undefined): boolean {
  return left?.at !== undefined && right?.at !== undefined && left.at < right.at;
}

/** `75:00:09`, from the earlier time to the later one. */
function hoursBetween(early: Happening | undefined, late: Happening | undefined): string {
  const seconds = ((late?.at ?? NaN) - (early?.at ?? NaN)) / 1_000;
  const rest = [Math.floor(seconds / 60) % 60, seconds % 60].map((number) => String(number).padStart(2, '0'));
  return [Math.floor(seconds / 3_600), ...rest].join(':');
}

function badSellers(order: Order): readonly string[] {
  const items = itemsOf(order).filter(({ sellerCity }) => sellerCity !== undefined && !isPlace(sellerCity));
  return [...new Set(items.map(({ sellerId }) => sellerId))].sort();
}

/** Each kind of `commercial_order` with its owner, whether an order has it, and what is told of it. */
const kinds: readonly {
  readonly kind: string;
  readonly owner: string;
  readonly has: (order: Order) => boolean;
  readonly detail: (order: Order) => string;
}[] = [
  {
    kind: 'PAYMENT_DIFFERS_FROM_ITEMS',
    owner: 'payments',
    has: (order) => !isVoid(order) && itemsOf(order).length > 0 && order.payments.size > 0 && differs(order),
    detail: (order) => `Paid minus items: ${toDecimalText(difference(order))} BRL`,
  },
  {
    kind: 'HANDED_OVER_UNPAID',
    owner: 'payments',
    has: (order) => recognition(order) === 'DISPUTED' && order.payments.size === 0,
    detail: (order) => `Not paid: ${toDecimalText(difference(order).neg())} BRL`,
  },
  {
    kind: 'PAID_BUT_VOID',
    owner: 'finance-data',
    has: (order) => isVoid(order) && paidTotal(order).gt(0),
    detail: (order) => `Paid: ${toDecimalText(paidTotal(order))} BRL`,
  },
  {
    kind: 'HANDED_OVER_BEFORE_APPROVAL',
    owner: 'shipping',
    has: (order) => isBefore(order.handedOver, order.approved),
    detail: (order) =>
      `Handed over ${hoursBetween(order.handedOver, order.approved)} (hours) before approval`,
  },
  {
    kind: 'DELIVERED_BEFORE_HANDOVER',
    owner: 'shipping',
    has: (order) => isBefore(order.delivered, order.handedOver),
    detail: (order) => `Delivered ${hoursBetween(order.delivered, order.handedOver)} (hours) before handover`,
  },
  {
    kind: 'DELIVERED_WITHOUT_APPROVAL',
    owner: 'ordering',
    has: (order) => order.delivered !== undefined && order.approved === undefined,
    detail: () => 'Delivered, and ordering has not approved it',
  },
  {
    kind: 'SELLER_CITY_NOT_A_PLACE',
    owner: 'marketplace',
    has: (order) => badSellers(order).length > 0,
    detail: (order) => `Sellers: ${badSellers(order).join(', ')}`,
  },
];

export function exceptionsOfOrders(orders: readonly Order[]): readonly PlainException[] {
  return kinds.flatMap(({ kind, owner, has, detail }) =>
    orders.filter(has).map((order) => ({
      reconciliation: 'commercial_order',
      kind,
      owner,
      detail: detail(order),
      subject: { order_id: order.orderId },
      invoices: [],
    })),
  );
}
