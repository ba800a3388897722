import { type Mutation, objectAt, objectsAt } from './Mutation.ts';

const times = ['2017-03-05 00:00:00', '2017-10-15 00:30:00', '2018-02-17 23:30:00', '2018-08-29 23:59:59'];

/** What may differ in an order's placement and still be understood. */
export const placementMutations: readonly Mutation[] = [
  (value, random) => {
    for (const item of objectsAt(value, 'items'))
      item['price'] = `${random.integer(0, 900)}.${random.integer(0, 999)}`;
  },
  (value, random) => {
    for (const item of objectsAt(value, 'items')) item['freight_value'] = random.integer(0, 9_000) / 100;
  },
  (value, random) => {
    const cities = ['info@shop.example', '04482-255', 'rua 7', '', null, 'mogi das cruzes / sp', "sant'ana"];
    for (const item of objectsAt(value, 'items'))
      objectAt(item, 'seller')['seller_city'] = random.pick(cities);
  },
  (value, random) => {
    for (const item of objectsAt(value, 'items')) {
      item['shipping_limit_date'] = random.chance(0.5) ? null : random.pick(times);
    }
  },
  (value, random) => {
    const [first] = objectsAt(value, 'items');
    if (first === undefined) return;
    const seller = {
      ...objectAt(first, 'seller'),
      seller_id: random.hex(32),
      seller_city: random.pick(['recife', 'a@b']),
    };
    const later = {
      ...objectAt(first, 'seller'),
      seller_city: random.pick(['olinda', '']),
      seller_state: 'PE',
    };
    value['items'] = [
      { ...first, order_item_id: 7, seller },
      { ...first, order_item_id: '13', price: '0.01', seller: later },
      first,
    ];
  },
  (value) => {
    value['items'] = [];
  },
  (value, random) => {
    value['occurredAt'] = random.chance(0.3) ? null : random.pick(times);
  },
  (value) => {
    value['order_estimated_delivery_date'] = null;
  },
  (value, random) => {
    const customer = objectAt(value, 'customer');
    customer['customer_zip_code_prefix'] = random.pick([null, '1234', '01234']);
    customer['customer_state'] = random.pick([null, 'SP']);
    customer['customer_city'] = random.pick([null, 'São João d´Oeste', '']);
  },
  (value) => {
    delete value['customer'];
  },
];

export const paymentMutations: readonly Mutation[] = [
  (value, random) => {
    value['payment_value'] = random.pick([
      '0.00',
      '0',
      '12.345',
      19.9,
      0.05,
      '-3.10',
      '100000000000000000000.01',
    ]);
  },
  (value, random) => {
    const cents = Math.round(Number(value['payment_value']) * 100) + random.pick([-6, -5, -4, 4, 5, 6]);
    value['payment_value'] = (cents / 100).toFixed(2);
  },
  (value, random) => {
    value['occurredAt'] = random.chance(0.5) ? null : random.pick(times);
  },
  (value, random) => {
    value['payment_sequential'] = random.integer(1, 30);
  },
  (value) => {
    value['payment_installments'] = null;
    value['payment_type'] = null;
  },
];

/** Approval, cancellation, handover and delivery have nothing but a time. */
export const timeMutations: readonly Mutation[] = [
  (value, random) => {
    value['occurredAt'] = random.chance(0.3) ? null : random.pick(times);
  },
];

const steps: Readonly<Record<string, readonly string[]>> = {
  OrderPlaced: ['OrderApproved', 'OrderCanceled', 'OrderUnavailable'],
  OrderApproved: ['OrderCanceled', 'OrderUnavailable'],
  ShipmentHandedOver: ['ShipmentDelivered'],
  ShipmentDelivered: ['ShipmentHandedOver'],
};

/** Another step of the same order, at the same time or an unknown one; a payment becomes another payment. */
export const toAnotherStep: Mutation = (value, random) => {
  const choices = steps[String(value['eventType'])];
  if (choices === undefined) value['payment_sequential'] = random.integer(2, 30);
  else value['eventType'] = random.pick(choices);
  if (random.chance(0.5)) value['occurredAt'] = null;
  value['eventId'] = random.hex(32);
};
