import type { Random } from '../Random.ts';
import type { SampleEvent } from '../SampleEvent.ts';
import { brasiliaToEpoch, day, formatSeconds, hour, minute } from '../wallClock.ts';
import { formatCents } from './formatCents.ts';
import type { Seller } from './makeSellers.ts';
import { makePayments } from './makePayments.ts';
import { places } from './places.ts';
import type { Anomaly } from './planAnomalies.ts';

const categories = [
  'casa_conforto',
  'brinquedos',
  'papelaria',
  'esporte_lazer',
  'automotivo',
  'perfumaria',
  null,
];

function itemCount(random: Random, anomaly: Anomaly | undefined): number {
  if (anomaly === 'UNAVAILABLE' || anomaly === 'CANCELED_WITHOUT_ITEMS') return 0;
  if (anomaly === 'SEVERAL_SELLERS') return random.integer(2, 4);
  return random.chance(0.9) ? 1 : random.integer(2, 6);
}

/** The seller of each item; sellers 0 to 2 are the odd ones and sell in the orders that are planned for them only. */
function pickSellers(
  random: Random,
  sellers: readonly Seller[],
  count: number,
  anomaly: Anomaly | undefined,
): readonly Seller[] {
  const [withEmail, withPostalCode, withState, ...ordinary] = sellers;
  const odd =
    anomaly === 'SELLER_WITH_E_MAIL_AS_CITY'
      ? withEmail
      : anomaly === 'SELLER_WITH_POSTAL_CODE_AS_CITY'
        ? withPostalCode
        : anomaly === 'SELLER_WITH_STATE_IN_CITY'
          ? withState
          : undefined;
  const first = odd ?? random.pick(ordinary);
  const second = random.pick(ordinary.filter((seller) => seller !== first));
  return Array.from({ length: count }, (_, index) =>
    anomaly === 'SEVERAL_SELLERS' && index > 0 ? second : first,
  );
}

/**
 * Everything that ever happens to one order, in no particular order; what would happen after the sample's end is for
 * the caller to leave out. `placedAt` is wall-clock in Brasília.
 */
export function makeOrder(
  random: Random,
  sellers: readonly Seller[],
  placedAt: number,
  anomaly: Anomaly | undefined,
): readonly SampleEvent[] {
  const orderId = random.hex(32);
  const approvedAt = placedAt + random.integer(10 * minute, random.chance(0.8) ? hour : 2 * day);
  const handedOverAt =
    anomaly === 'HANDED_OVER_BEFORE_APPROVAL'
      ? placedAt + random.integer(minute, approvedAt - placedAt - minute)
      : approvedAt + random.integer(6 * hour, 4 * day);
  const deliveredAt =
    anomaly === 'DELIVERED_BEFORE_HANDOVER'
      ? handedOverAt - random.integer(hour, 5 * hour)
      : handedOverAt + random.integer(2 * day, 12 * day);

  const event = (
    topic: string,
    eventType: string,
    at: number,
    rest: Readonly<Record<string, unknown>> = {},
    time: { readonly isKnown: boolean; readonly suffix?: string } = { isKnown: true },
  ): SampleEvent => ({
    topic,
    key: orderId,
    timestamp: brasiliaToEpoch(at),
    value: {
      eventId: `${orderId}:${eventType}${time.suffix ?? ''}`,
      eventType,
      occurredAt: time.isKnown ? formatSeconds(at) : null,
      order_id: orderId,
      ...rest,
    },
  });

  const home = random.pick(places);
  const sold = pickSellers(random, sellers, itemCount(random, anomaly), anomaly).map((seller) => ({
    seller,
    price: random.integer(590, random.chance(0.9) ? 19_900 : 119_900),
    freight: random.integer(780, 4_900),
  }));
  const dueCents = sold.reduce((sum, item) => sum + item.price + item.freight, 0);

  const isDead = anomaly?.startsWith('CANCELED') === true || anomaly === 'UNAVAILABLE';
  const isApproved = anomaly !== 'NEVER_APPROVED' && anomaly !== 'DELIVERED_WITHOUT_APPROVAL';
  const isShipped = !isDead && anomaly !== 'NEVER_APPROVED' && anomaly !== 'NEVER_HANDED_OVER';

  const events = [
    event('ordering.orders', 'OrderPlaced', placedAt, {
      customer: {
        customer_id: random.hex(32),
        customer_unique_id: random.hex(32),
        customer_zip_code_prefix: home.postal + String(random.integer(0, 999)).padStart(3, '0'),
        customer_city: home.city,
        customer_state: home.state,
      },
      items: sold.map(({ seller, price, freight }, index) => ({
        order_item_id: index + 1,
        product_id: random.hex(32),
        product_category_name: random.pick(categories),
        seller,
        shipping_limit_date: formatSeconds(approvedAt + 4 * day),
        price: formatCents(price),
        freight_value: formatCents(freight),
      })),
      order_estimated_delivery_date: formatSeconds(
        Math.floor(placedAt / day) * day + random.integer(18, 30) * day,
      ),
      currency: 'BRL',
    }),
  ];
  if (isApproved) events.push(event('ordering.orders', 'OrderApproved', approvedAt));
  if (isDead) {
    const eventType = anomaly === 'UNAVAILABLE' ? 'OrderUnavailable' : 'OrderCanceled';
    events.push(event('ordering.orders', eventType, approvedAt + day, {}, { isKnown: false }));
  }
  for (const payment of makePayments(random, dueCents, anomaly)) {
    const suffix = `:${payment.payment_sequential}`;
    const paidAt = isApproved ? approvedAt : placedAt + minute;
    events.push(
      event('payments.payments', 'PaymentCaptured', paidAt, { ...payment }, { isKnown: true, suffix }),
    );
  }
  if (isShipped) {
    events.push(event('shipping.shipments', 'ShipmentHandedOver', handedOverAt));
    events.push(event('shipping.shipments', 'ShipmentDelivered', deliveredAt));
  }
  return events;
}
