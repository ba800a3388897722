import { differs, isPlace, isVoid, itemsOf, paidTotal } from '../marketplace/judge.ts';
import type { Happening, Order } from '../marketplace/Order.ts';
import type { PlainException } from './PlainException.ts';

function isBefore(left: Happening | undefined, right: Happening | undefined): boolean {
  return left?.at !== undefined && right?.at !== undefined && left.at < right.at;
}

/** Each kind of `commercial_order` with its owner and whether an order has it. */
const kinds: readonly {
  readonly kind: string;
  readonly owner: string;
  readonly has: (order: Order) => boolean;
}[] = [
  {
    kind: 'PAYMENT_DIFFERS_FROM_ITEMS',
    owner: 'payments',
    has: (order) => !isVoid(order) && itemsOf(order).length > 0 && order.payments.size > 0 && differs(order),
  },
  { kind: 'PAID_BUT_VOID', owner: 'finance-data', has: (order) => isVoid(order) && paidTotal(order).gt(0) },
  {
    kind: 'HANDED_OVER_BEFORE_APPROVAL',
    owner: 'shipping',
    has: (order) => isBefore(order.handedOver, order.approved),
  },
  {
    kind: 'DELIVERED_BEFORE_HANDOVER',
    owner: 'shipping',
    has: (order) => isBefore(order.delivered, order.handedOver),
  },
  {
    kind: 'DELIVERED_WITHOUT_APPROVAL',
    owner: 'ordering',
    has: (order) => order.delivered !== undefined && order.approved === undefined,
  },
  {
    kind: 'SELLER_CITY_NOT_A_PLACE',
    owner: 'marketplace',
    has: (order) => itemsOf(order).some((item) => item.sellerCity !== undefined && !isPlace(item.sellerCity)),
  },
];

export function exceptionsOfOrders(orders: readonly Order[]): readonly PlainException[] {
  return kinds.flatMap(({ kind, owner, has }) =>
    orders.filter(has).map((order) => ({
      reconciliation: 'commercial_order',
      kind,
      owner,
      subject: { order_id: order.orderId },
      invoices: [],
    })),
  );
}
