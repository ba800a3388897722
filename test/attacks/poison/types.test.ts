import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deriveBatch } from '../../../src/pipeline/derive/deriveBatch.ts';
import { arriveIn } from '../../integration/retailer/arriveIn.ts';
import { readGivenMarkets } from '../../integration/retailer/eventLogs.ts';
import { createRetailer, retailerMaskKeys, type Retailer } from '../../integration/retailer/retailer.ts';
import { computeRetailer } from '../../plain/computeRetailer.ts';
import type { SourceEvent } from '../../plain/SourceEvent.ts';

type Fields = Readonly<Record<string, unknown>>;

const placedIn = (fields: Fields): SourceEvent => ({
  ...{ topic: 'ordering.orders', key: 'o', timestamp: 0 },
  value: { eventType: 'OrderPlaced', occurredAt: '2026-11-01 10:00:00', order_id: 'o', items: [], ...fields },
});

const placed = (fields: Fields): SourceEvent =>
  placedIn({ customer: { customer_unique_id: 'b' }, ...fields });

const customer = (fields: Fields): SourceEvent => placed({ customer: fields });

const listing = (fields: Fields): SourceEvent =>
  placed({
    items: [
      {
        ...{ order_item_id: 1, price: '1.00', freight_value: '0.00', seller: { seller_id: 's' } },
        ...fields,
      },
    ],
  });

const paid = (fields: Fields): SourceEvent => ({
  ...{ topic: 'payments.payments', key: 'o', timestamp: 0 },
  value: {
    ...{ eventType: 'PaymentCaptured', occurredAt: '2026-11-01 10:00:00', order_id: 'o' },
    ...{ payment_sequential: 1, payment_value: '1.00', ...fields },
  },
});

const shipped = (fields: Fields): SourceEvent => ({
  ...{ topic: 'shipping.shipments', key: 'o', timestamp: 0 },
  value: {
    ...{ eventType: 'ShipmentDelivered', occurredAt: '2026-11-01 10:00:00', order_id: 'o', ...fields },
  },
});

const line = (fields: Fields): SourceEvent => ({
  ...{ topic: 'stores.invoice_lines', key: '1', timestamp: 0 },
  value: {
    op: 'c',
    after: {
      ...{ line_id: 1, Invoice: '489434', StockCode: '85048', Quantity: '1', Price: '1.00' },
      ...{ InvoiceDate: '2009-12-01 07:45:00', 'Customer ID': '13085', Country: 'France', ...fields },
    },
  },
});

const evil = { evil: [1, 2] };

/** What has a value of a wrong type, and of which field. */
const wrong: readonly (readonly [field: string, event: SourceEvent])[] = [
  ['order_id', placed({ order_id: evil })],
  ['order_id', placed({ order_id: ['o'] })],
  ['order_id', placed({ order_id: true })],
  ['order_id', placed({ order_id: 1.5 })],
  ['customer', placed({ customer: 'b' })],
  ['customer', placed({ customer: [{ customer_unique_id: 'b' }] })],
  ['customer_unique_id', customer({ customer_unique_id: ['a', 'b'] })],
  ['customer_city', customer({ customer_city: evil })],
  ['customer_state', customer({ customer_state: false })],
  // Its leading zero is gone.
  ['customer_zip_code_prefix', customer({ customer_zip_code_prefix: 1310 })],
  ['items', placed({ items: evil })],
  ['items', placed({ items: 'none' })],
  ['product_id', listing({ product_id: [] })],
  ['seller_id', listing({ seller: { seller_id: evil } })],
  ['seller_city', listing({ seller: { seller_id: 's', seller_city: 7 } })],
  ['order_id', paid({ order_id: { a: 1 } })],
  ['payment_type', paid({ payment_type: ['boleto'] })],
  ['order_id', shipped({ order_id: [1] })],
  ['invoice', line({ Invoice: evil })],
  ['StockCode', line({ StockCode: ['85048'] })],
  ['Description', line({ Description: { text: 'x' } })],
  ['customer', line({ 'Customer ID': ['13085'] })],
  ['Country', line({ Country: true })],
];

/** An id may be written as a whole number, as a GraphQL ID may. */
const right: readonly SourceEvent[] = [
  placed({ order_id: 12 }),
  customer({ customer_unique_id: null, customer_city: null }),
  placed({ customer: null }),
  placedIn({}),
  line({ 'Customer ID': 13085, Description: null }),
];

describe('attack 54: a value of a wrong type is never made a text of', () => {
  let retailer: Retailer;
  beforeAll(async () => {
    retailer = await createRetailer();
    await arriveIn(retailer, 0, ...wrong.map(([, event]) => event), ...right);
    while (
      (await deriveBatch(retailer.database, retailer.project, 0, { maskKeys: retailerMaskKeys })) !==
      undefined
    );
  }, 120_000);
  afterAll(() => retailer.close());

  it('its event is parked by the name of the field', async () => {
    const parked = await retailer.database.query<{ source: string; offset: number; reason: string }>({
      text: `select distinct source, "offset"::integer as "offset", reason from raw.parked order by source, "offset"`,
    });
    const offsets = new Map<string, number>();
    const expected = wrong.map(([field, { topic }]) => {
      const offset = offsets.get(topic) ?? 0;
      offsets.set(topic, offset + 1);
      return { source: topic, offset, reason: `unreadable ${field}` };
    });
    expect(parked).toEqual(
      expected.toSorted((a, b) => (a.source < b.source ? -1 : Number(a.source > b.source))),
    );
  });

  it('the plain model understands the same events (I2)', async () => {
    const events = [...wrong.map(([, event]) => event), ...right];
    const { malformed } = computeRetailer(events, await readGivenMarkets());
    expect(malformed).toEqual(wrong.map(([, event]) => event));
  });
});
