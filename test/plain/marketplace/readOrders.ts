import { digestOf } from '../reading/digestOf.ts';
import { Malformed, unlessMalformed } from '../reading/Malformed.ts';
import { idOf, shortTextOf } from '../reading/bounds.ts';
import { isStorable, member, objectOf, textOf } from '../reading/json.ts';
import { readDecimal, readOrdinal } from '../reading/numbers.ts';
import { brasilia, readSecondsIfKnown } from '../reading/times.ts';
import type { SourceEvent } from '../SourceEvent.ts';
import type { Item, Order, Payment, Placement } from './Order.ts';
import { counting, earlier } from './precedence.ts';

function readItem(json: unknown): Item {
  const seller = member(json, 'seller');
  const sellerId = idOf(member(seller, 'seller_id'));
  if (sellerId === undefined) throw new Malformed('an item without a seller');
  // Nothing that is served has them.
  for (const name of ['product_id', 'product_category_name']) idOf(member(json, name));
  return {
    number: readOrdinal(member(json, 'order_item_id')),
    sellerId,
    sellerCity: shortTextOf(member(seller, 'seller_city')),
    sellerState: shortTextOf(member(seller, 'seller_state')),
    shipBy: readSecondsIfKnown(member(json, 'shipping_limit_date'), brasilia),
    price: readDecimal(member(json, 'price')),
    freight: readDecimal(member(json, 'freight_value')),
  };
}

function readPlacement(value: unknown, at: number | undefined): Placement {
  const customer = objectOf(member(value, 'customer'));
  const listed = member(value, 'items');
  if (!Array.isArray(listed)) throw new Malformed('no list of items');
  const items = listed.map(readItem);
  if (new Set(items.map((item) => item.number)).size < items.length) {
    throw new Malformed('two items of one number');
  }
  return {
    at,
    digest: digestOf(value),
    buyerId: idOf(member(customer, 'customer_unique_id')),
    city: shortTextOf(member(customer, 'customer_city')),
    state: shortTextOf(member(customer, 'customer_state')),
    postalPrefix: shortTextOf(member(customer, 'customer_zip_code_prefix')),
    promisedBy: readSecondsIfKnown(member(value, 'order_estimated_delivery_date'), brasilia),
    items,
  };
}

function readPayment(value: unknown, at: number | undefined): Payment {
  const installments = member(value, 'payment_installments');
  return {
    at,
    digest: digestOf(value),
    sequence: readOrdinal(member(value, 'payment_sequential')),
    method: shortTextOf(member(value, 'payment_type')),
    installments: installments === undefined || installments === null ? undefined : readOrdinal(installments),
    paid: readDecimal(member(value, 'payment_value')),
  };
}

/** What each topic says, by event type; writes into the order what counts of all that was said, in whatever order. */
const topics: Readonly<
  Record<string, Readonly<Record<string, (order: Order, value: unknown, at?: number) => void>>>
> = {
  'ordering.orders': {
    OrderPlaced: (order, value, at) => {
      order.placed = counting(order.placed, readPlacement(value, at));
    },
    OrderApproved: (order, _, at) => {
      order.approved = earlier(order.approved, { at });
    },
    OrderCanceled: (order, _, at) => {
      order.canceled = earlier(order.canceled, { at });
    },
    OrderUnavailable: (order, _, at) => {
      order.unavailable = earlier(order.unavailable, { at });
    },
  },
  'payments.payments': {
    PaymentCaptured: (order, value, at) => {
      const payment = readPayment(value, at);
      order.payments.set(payment.sequence, counting(order.payments.get(payment.sequence), payment));
    },
  },
  'shipping.shipments': {
    ShipmentHandedOver: (order, _, at) => {
      order.handedOver = earlier(order.handedOver, { at });
    },
    ShipmentDelivered: (order, _, at) => {
      order.delivered = earlier(order.delivered, { at });
    },
  },
};

export interface MarketplaceFacts {
  /** The orders that ordering has named. */
  readonly orders: readonly Order[];
  readonly malformed: readonly SourceEvent[];
}

/** All marketplace orders from the events of the three topics, in any order. */
export function readOrders(events: Iterable<SourceEvent>): MarketplaceFacts {
  const orders = new Map<string, Order>();
  const malformed: SourceEvent[] = [];
  for (const event of events) {
    const types = topics[event.topic];
    if (types === undefined) continue;
    const understood = unlessMalformed(() => {
      if (!isStorable(event.value)) throw new Malformed('text that cannot be stored');
      const orderId = idOf(member(event.value, 'order_id')) ?? '';
      const type = textOf(member(event.value, 'eventType')) ?? '';
      const apply = Object.hasOwn(types, type) ? types[type] : undefined;
      if (orderId === '' || apply === undefined) throw new Malformed('no order or unknown event type');
      const at = readSecondsIfKnown(member(event.value, 'occurredAt'), brasilia);
      const order = orders.get(orderId) ?? {
        orderId,
        isOrdered: false,
        payments: new Map<number, Payment>(),
      };
      apply(order, event.value, at);
      order.isOrdered ||= event.topic === 'ordering.orders';
      orders.set(orderId, order);
      return true;
    });
    if (understood === undefined) malformed.push(event);
  }
  return { orders: [...orders.values()].filter((order) => order.isOrdered), malformed };
}
