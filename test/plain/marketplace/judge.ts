import { Big } from 'big.js';
import type { Item, Order } from './Order.ts';

export function itemsOf(order: Order): readonly Item[] {
  return order.placed?.items ?? [];
}

export function isVoid(order: Order): boolean {
  return order.canceled !== undefined || order.unavailable !== undefined;
}

export function sum(amounts: Iterable<Big>): Big {
  let total = new Big(0);
  for (const amount of amounts) total = total.plus(amount);
  return total;
}

export function paidTotal(order: Order): Big {
  return sum([...order.payments.values()].map((payment) => payment.paid));
}

/** What was paid less what the items and their freight cost. */
export function difference(order: Order): Big {
  return paidTotal(order).minus(sum(itemsOf(order).flatMap((item) => [item.price, item.freight])));
}

export function differs(order: Order): boolean {
  return difference(order).abs().gt('0.05');
}

/** The state that reconciliation `commercial_order` gives the order. */
export function recognition(order: Order): 'VOID' | 'DISPUTED' | 'RECOGNIZED' | 'OPEN' {
  if (isVoid(order)) return 'VOID';
  if (itemsOf(order).length === 0 || order.handedOver === undefined) return 'OPEN';
  return differs(order) ? 'DISPUTED' : 'RECOGNIZED';
}

/** Whether what a seller gave as its city is one: neither an e-mail address nor a postal code. */
export function isPlace(city: string): boolean {
  return !/[@0-9]/.test(city);
}
