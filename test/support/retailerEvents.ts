import { writeFirstLayout } from '../../schema/sample/stores/writeLayouts.ts';
import type { StoreLine } from '../../schema/sample/stores/StoreLine.ts';
import type { SampleEvent } from '../../schema/sample/SampleEvent.ts';

/** A line of the stores' topic: goods that customer 13085 bought in November, unless told. */
export function storeLine(lineId: number, more: Partial<StoreLine> = {}): SampleEvent {
  const line: StoreLine = {
    invoice: '489434',
    stockCode: '85048',
    description: 'CHRISTMAS LIGHTS',
    quantity: 12,
    price: '6.95',
    customer: '13085.0',
    writtenAt: Date.UTC(2026, 10, 2, 9, 30),
    country: 'United Kingdom',
    ...more,
  };
  return writeFirstLayout(line, lineId);
}

/** A line of a credit note: one piece of what `storeLine` sells comes back, unless told. */
export function creditLine(lineId: number, more: Partial<StoreLine> = {}): SampleEvent {
  return storeLine(lineId, { invoice: 'C489449', quantity: -1, ...more });
}

/** What a seller has in an order. */
export interface SoldItem {
  readonly seller: string;
  readonly city: string;
}

/** Placement, approval, payment and delivery of an order whose payment covers its items of 10 and 2 for freight each. */
export function deliveredOrder(orderId: string, items: readonly SoldItem[]): readonly SampleEvent[] {
  const event = (
    topic: string,
    eventType: string,
    day: number,
    rest: Readonly<Record<string, unknown>> = {},
  ): SampleEvent => ({
    topic,
    key: orderId,
    timestamp: Date.UTC(2026, 10, day, 15),
    value: {
      eventId: `${orderId}:${eventType}`,
      eventType,
      occurredAt: `2026-11-0${day} 12:00:00`,
      order_id: orderId,
      ...rest,
    },
  });
  return [
    event('ordering.orders', 'OrderPlaced', 1, {
      customer: {
        customer_unique_id: `buyer of ${orderId}`,
        customer_zip_code_prefix: '01310',
        customer_city: 'sao paulo',
        customer_state: 'SP',
      },
      items: items.map(({ seller, city }, index) => ({
        order_item_id: index + 1,
        product_id: 'p1',
        product_category_name: 'brinquedos',
        seller: { seller_id: seller, seller_city: city, seller_state: 'SP' },
        shipping_limit_date: '2026-11-05 12:00:00',
        price: '10.00',
        freight_value: '2.00',
      })),
      order_estimated_delivery_date: '2026-11-20 00:00:00',
      currency: 'BRL',
    }),
    event('ordering.orders', 'OrderApproved', 2),
    event('payments.payments', 'PaymentCaptured', 2, {
      payment_sequential: 1,
      payment_type: 'boleto',
      payment_installments: 1,
      payment_value: String(items.length * 12),
    }),
    event('shipping.shipments', 'ShipmentHandedOver', 3),
    event('shipping.shipments', 'ShipmentDelivered', 4),
  ];
}
