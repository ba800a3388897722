import { isPlace, isVoid, itemsOf, sum } from '../marketplace/judge.ts';
import type { Item, Order } from '../marketplace/Order.ts';
import { brasilia, toDay } from '../reading/times.ts';
import { toDecimalText } from '../toDecimalText.ts';
import type { PlainRow } from './PlainRow.ts';

function settlementState(order: Order): string {
  if (isVoid(order)) return 'VOID';
  return order.delivered === undefined ? 'PENDING' : 'DUE';
}

export function marketplacePartnerOrderExport(orders: readonly Order[]): readonly PlainRow[] {
  const rows: PlainRow[] = [];
  for (const order of orders) {
    const bySeller = new Map<string, Item[]>();
    for (const item of itemsOf(order)) {
      bySeller.set(item.sellerId, [...(bySeller.get(item.sellerId) ?? []), item]);
    }
    for (const [sellerId, items] of bySeller) {
      const [first] = [...items].sort((left, right) => left.number - right.number);
      const city = first?.sellerCity ?? '';
      rows.push({
        orderId: order.orderId,
        sellerId,
        sellerCity: city !== '' && isPlace(city) ? city : null,
        sellerState: first?.sellerState ?? null,
        itemCount: items.length,
        goodsAmount: toDecimalText(sum(items.map((item) => item.price))),
        freightAmount: toDecimalText(sum(items.map((item) => item.freight))),
        placedOn: toDay(order.placed?.at, brasilia),
        buyerState: order.placed?.state ?? null,
        settlementState: settlementState(order),
      });
    }
  }
  return rows;
}
