import { Big } from 'big.js';
import { itemsOf, paidTotal, recognition, sum } from '../marketplace/judge.ts';
import type { Order } from '../marketplace/Order.ts';
import { toIso } from '../reading/times.ts';
import { countryOf, customerOf } from '../stores/invoiceFacts.ts';
import type { Invoice } from '../stores/Line.ts';
import type { Market } from '../stores/Markets.ts';
import { toDecimalText } from '../toDecimalText.ts';
import type { PlainRow } from './PlainRow.ts';

const millisecondsADay = 24 * 60 * 60 * 1000;

function delayDays(order: Order): number | null {
  const placedAt = order.placed?.at;
  const recognizedAt = order.handedOver?.at;
  if (placedAt === undefined || recognizedAt === undefined) return null;
  return Math.floor((recognizedAt - placedAt) / millisecondsADay);
}

function ofOrder(order: Order): PlainRow {
  const items = itemsOf(order);
  return {
    saleId: `marketplace:${order.orderId}`,
    channel: 'MARKETPLACE',
    saleKind: 'SALE',
    financialRecognitionStatus: recognition(order),
    recognizedAt: toIso(order.handedOver?.at),
    market: 'BR',
    region: 'LATIN_AMERICA',
    currency: 'BRL',
    netGoodsAmount: toDecimalText(sum(items.map((item) => item.price))),
    freightAmount: toDecimalText(sum(items.map((item) => item.freight))),
    paidAmount: toDecimalText(paidTotal(order)),
    buyerId: order.placed?.buyerId ?? null,
    recognitionDelayDays: delayDays(order),
  };
}

function ofInvoice(invoice: Invoice, markets: ReadonlyMap<string, Market>): PlainRow {
  const country = countryOf(invoice);
  const market = country === undefined ? undefined : markets.get(country);
  // A credit note's quantities are negative as they come.
  const amounts = { PRODUCT: new Big(0), FREIGHT: new Big(0) };
  for (const { line, kind, times } of invoice.lines) {
    amounts[kind] = amounts[kind].plus(line.price.times(line.quantity).times(times));
  }
  return {
    saleId: `stores:${invoice.invoice}`,
    channel: 'STORES',
    saleKind: invoice.kind,
    financialRecognitionStatus: 'RECOGNIZED',
    recognizedAt: toIso(Math.max(...invoice.lines.map((line) => line.latest))),
    market: market?.market ?? null,
    region: market?.region ?? 'UNKNOWN',
    currency: 'GBP',
    netGoodsAmount: toDecimalText(amounts.PRODUCT),
    freightAmount: toDecimalText(amounts.FREIGHT),
    paidAmount: null,
    buyerId: customerOf(invoice) ?? null,
    recognitionDelayDays: null,
  };
}

/** Version 2. */
export function financeRecognizedSale(
  orders: readonly Order[],
  invoices: readonly Invoice[],
  markets: ReadonlyMap<string, Market>,
): readonly PlainRow[] {
  const recognized = orders.filter((order) => ['RECOGNIZED', 'DISPUTED'].includes(recognition(order)));
  return [...recognized.map(ofOrder), ...invoices.map((invoice) => ofInvoice(invoice, markets))];
}

/** Version 1: `netGoodsAmount` is `goodsAmount`, and there is no `recognitionDelayDays`. */
export function toFirstVersion(row: PlainRow): PlainRow {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => name !== 'recognitionDelayDays')
      .map(([name, value]) => [name === 'netGoodsAmount' ? 'goodsAmount' : name, value]),
  );
}
