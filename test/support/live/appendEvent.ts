import type { Session } from '../../../src/storage/Database.ts';

/** A source event of the marketplace. */
export interface RetailerEvent {
  readonly topic: string;
  readonly value: Readonly<Record<string, unknown>> & { readonly order_id: string };
}

const appendText = `
  with place as (
    insert into raw.position as p (source, partition, next_offset) values ($1, 0, 1)
    on conflict (source, partition) do update set next_offset = p.next_offset + 1
    returning next_offset - 1 as "offset"
  )
  insert into raw.event (source, partition, "offset", key, value, payload)
  select $1, 0, "offset", convert_to($2, 'UTF8'), $3::bytea, raw.to_payload($3::bytea) from place`;

/** Adds an event behind the last of its topic, as an ingester does. */
export async function appendSourceEvent(
  session: Session,
  { topic, key, value }: { readonly topic: string; readonly key: string; readonly value: object },
): Promise<void> {
  await session.execute({ text: appendText, values: [topic, key, Buffer.from(JSON.stringify(value))] });
}

export function appendEvent(session: Session, { topic, value }: RetailerEvent): Promise<void> {
  return appendSourceEvent(session, { topic, key: value.order_id, value });
}

/** An order is placed with one item of a seller. */
export function placed(
  order_id: string,
  { buyer = 'b1', seller = 's1', price = '10.00', state = 'PE', at = '2026-11-01 10:00:00' } = {},
): RetailerEvent {
  return {
    topic: 'ordering.orders',
    value: {
      ...{ eventId: `${order_id}:OrderPlaced`, eventType: 'OrderPlaced', order_id },
      occurredAt: at,
      customer: {
        ...{ customer_id: 'c', customer_unique_id: buyer, customer_zip_code_prefix: '01234' },
        ...{ customer_city: 'recife', customer_state: state },
      },
      items: [
        {
          ...{ order_item_id: 1, product_id: 'p', product_category_name: null, price, freight_value: '1.00' },
          seller: { seller_id: seller, seller_city: 'olinda', seller_state: 'PE' },
          shipping_limit_date: '2026-11-05 10:00:00',
        },
      ],
      order_estimated_delivery_date: '2026-11-09 00:00:00',
    },
  };
}

function step(topic: string, eventType: string, order_id: string, occurredAt: string): RetailerEvent {
  return { topic, value: { eventId: `${order_id}:${eventType}`, eventType, order_id, occurredAt } };
}

export const approved = (order: string, at = '2026-11-01 11:00:00'): RetailerEvent =>
  step('ordering.orders', 'OrderApproved', order, at);
export const canceled = (order: string, at = '2026-11-01 12:00:00'): RetailerEvent =>
  step('ordering.orders', 'OrderCanceled', order, at);
export const handedOver = (order: string, at = '2026-11-02 10:00:00'): RetailerEvent =>
  step('shipping.shipments', 'ShipmentHandedOver', order, at);

/** The first payment of an order. */
export const paid = (order_id: string, payment_value: string): RetailerEvent => ({
  topic: 'payments.payments',
  value: {
    ...{ eventId: `${order_id}:PaymentCaptured:1`, eventType: 'PaymentCaptured', order_id },
    ...{ occurredAt: '2026-11-01 10:30:00', payment_sequential: 1, payment_type: 'boleto' },
    ...{ payment_installments: 1, payment_value },
  },
});
