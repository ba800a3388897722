import { isVoid, itemsOf } from '../marketplace/judge.ts';
import type { Order } from '../marketplace/Order.ts';
import { toIso } from '../reading/times.ts';
import type { PlainRow } from './PlainRow.ts';

export function fulfillmentOrderReady(orders: readonly Order[]): readonly PlainRow[] {
  const rows: PlainRow[] = [];
  for (const order of orders) {
    const items = itemsOf(order);
    if (order.approved === undefined || items.length === 0 || isVoid(order) || order.handedOver !== undefined)
      continue;
    const limits = items.map((item) => item.shipBy).filter((limit) => limit !== undefined);
    rows.push({
      orderId: order.orderId,
      readyAt: toIso(order.approved.at),
      shipBy: toIso(limits.length === 0 ? undefined : Math.min(...limits)),
      itemCount: items.length,
      sellerIds: [...new Set(items.map((item) => item.sellerId))].sort(),
      destinationState: order.placed?.state ?? null,
      destinationPostalPrefix: order.placed?.postalPrefix ?? null,
    });
  }
  return rows;
}
