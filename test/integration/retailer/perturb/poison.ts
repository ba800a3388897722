import { type Mutation, objectAt, objectsAt } from './Mutation.ts';

const unreadableTimes = [
  'yesterday',
  '2017-02-30 10:00:00',
  '2017-13-01 10:00:00',
  '2017-01-05T12:01:20Z',
  '2017-01-05 24:00:00',
  'infinity',
  '',
  20170105,
];
const unreadableDecimals = ['abc', '', '1,50', '1e3', 'NaN', 'Infinity', '.5', null, true, {}, []];

const noIds = [{ evil: [1, 2] }, [], ['x'], true, 1.5];
const noTexts = [{}, ['x'], false, 7];

/** What makes any event of the marketplace one that nobody understands. */
const marketplacePoison: readonly Mutation[] = [
  (value, random) => {
    value['eventType'] = random.pick(['OrderTeleported', 'orderplaced', '', null, 7, '__proto__']);
  },
  (value, random) => {
    value['order_id'] = random.pick(['', null]);
  },
  (value, random) => {
    value['order_id'] = random.pick<unknown>(noIds);
  },
  (value) => {
    delete value['order_id'];
  },
  (value) => {
    value['order_id'] = String(value['order_id']).repeat(20);
  },
  (value, random) => {
    value['occurredAt'] = random.pick(unreadableTimes);
  },
  (value, random) => {
    value['occurredAt'] = random.pick(['9999-12-31 23:59:59', '0000-12-31 23:59:59']);
  },
  (value, random) => {
    value['order_id'] = `${String(value['order_id'])}${random.pick(['\0', '\uD800', '\uDC00x'])}`;
  },
];

export const placementPoison: readonly Mutation[] = [
  ...marketplacePoison,
  (value, random) => {
    const name = random.pick([
      'customer_unique_id',
      'customer_city',
      'customer_state',
      'customer_zip_code_prefix',
    ]);
    objectAt(value, 'customer')[name] = 'é'.repeat(1_001);
  },
  (value, random) => {
    const name = random.pick(['customer_city', 'customer_state', 'customer_zip_code_prefix']);
    objectAt(value, 'customer')[name] = random.pick<unknown>(noTexts);
  },
  (value, random) => {
    value['customer'] = random.pick<unknown>(['b', [], 7, true]);
  },
  (value, random) => {
    value['items'] = random.pick<unknown>([null, {}, 'none', 3, [7], [null], [{}]]);
  },
  (value) => {
    delete value['items'];
  },
  (value, random) => {
    const items = objectsAt(value, 'items');
    for (const item of items) item[random.pick(['price', 'freight_value'])] = random.pick(unreadableDecimals);
    if (items.length === 0) value['items'] = null;
  },
  (value, random) => {
    const items = objectsAt(value, 'items');
    for (const item of items) item['shipping_limit_date'] = random.pick(unreadableTimes);
    if (items.length === 0) value['items'] = null;
  },
  (value, random) => {
    const items = objectsAt(value, 'items');
    for (const item of items)
      item['order_item_id'] = random.pick<unknown>([null, '-1', 'x', 1.5, '9999999999']);
    if (items.length === 0) value['items'] = null;
  },
  (value) => {
    const items = objectsAt(value, 'items');
    for (const item of items) Reflect.deleteProperty(objectAt(item, 'seller'), 'seller_id');
    if (items.length === 0) value['items'] = null;
  },
  (value) => {
    const [first] = objectsAt(value, 'items');
    value['items'] = first === undefined ? null : [first, first];
  },
  (value, random) => {
    value['order_estimated_delivery_date'] = random.pick(unreadableTimes);
  },
];

export const paymentPoison: readonly Mutation[] = [
  ...marketplacePoison,
  (value) => {
    value['payment_type'] = 'é'.repeat(1_001);
  },
  (value, random) => {
    value['payment_type'] = random.pick<unknown>(noTexts);
  },
  (value, random) => {
    value['payment_value'] = random.pick([
      `1${'0'.repeat(30)}`,
      `-1${'0'.repeat(30)}.5`,
      `1.${'0'.repeat(21)}`,
    ]);
  },
  (value, random) => {
    value['payment_value'] = random.pick(unreadableDecimals);
  },
  (value, random) => {
    value['payment_sequential'] = random.pick<unknown>([null, '', -1, 'one', 2.5, '2147483648']);
  },
  (value, random) => {
    value['payment_installments'] = random.pick<unknown>(['', 'many', -1, {}]);
  },
];

export const shipmentPoison = marketplacePoison;

export const storePoison: readonly Mutation[] = [
  (value, random) => {
    const row = objectAt(value, 'after');
    row[random.pick(['Description', 'Country', 'StockCode'])] = random.pick<unknown>(noTexts);
  },
  (value, random) => {
    const row = objectAt(value, 'after');
    row[Object.hasOwn(row, 'Invoice') ? 'Invoice' : 'InvoiceNo'] = random.pick<unknown>(noIds);
  },
  (value, random) => {
    const row = objectAt(value, 'after');
    row[random.pick(['Description', 'Country', 'StockCode'])] = 'é'.repeat(1_001);
  },
  (value, random) => {
    value['op'] = random.pick(['u', 'd', 'C', '', null]);
  },
  (value, random) => {
    value['after'] = random.pick<unknown>([null, [], 'row', 1, {}]);
  },
  (value) => {
    const row = objectAt(value, 'after');
    Object.assign(row, { Invoice: '489439', InvoiceNo: '489439', Price: '1.0', UnitPrice: '1.0' });
  },
  (value) => {
    const row = objectAt(value, 'after');
    for (const name of ['Invoice', 'InvoiceNo', 'Price', 'UnitPrice']) Reflect.deleteProperty(row, name);
  },
  (value, random) => {
    const row = objectAt(value, 'after');
    row[Object.hasOwn(row, 'Invoice') ? 'Invoice' : 'InvoiceNo'] = random.pick(['', null]);
  },
  (value, random) => {
    const row = objectAt(value, 'after');
    row[Object.hasOwn(row, 'Price') ? 'Price' : 'UnitPrice'] = random.pick(unreadableDecimals);
  },
  (value, random) => {
    objectAt(value, 'after')['Quantity'] = random.pick<unknown>([
      'six',
      '',
      null,
      '1.5',
      1.5,
      '9999999999',
      '1e2',
    ]);
  },
  (value, random) => {
    const choices = [
      ...unreadableTimes,
      '31/12/10 8:26',
      '2/30/10 8:26',
      '12/1/2010 8:26',
      '12/1/10 8:26:00',
      null,
    ];
    objectAt(value, 'after')['InvoiceDate'] = random.pick(choices);
  },
  (value, random) => {
    objectAt(value, 'after')['line_id'] = random.pick<unknown>([null, '', 'x', -1, 1.5, 3_000_000_000]);
  },
  (value, random) => {
    objectAt(value, 'after')['StockCode'] = random.pick<unknown>([null, '85123\0', '\uDFFF']);
  },
];

/** Values that are no object at all, or nothing. */
export const strangeValues: readonly unknown[] = [null, 42, 'text', true, [], [1, 2], {}, { eventId: null }];
