import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deriveBatch } from '../../../src/pipeline/derive/deriveBatch.ts';
import { verify } from '../../../src/pipeline/verify/verify.ts';
import { computeRetailer } from '../../plain/computeRetailer.ts';
import type { SourceEvent } from '../../plain/SourceEvent.ts';
import { arriveIn } from './arriveIn.ts';
import { readGivenMarkets } from './eventLogs.ts';
import { createRetailer, retailerMaskKeys, type Retailer } from './retailer.ts';

function event(topic: string, eventType: string, occurredAt: string, rest: object = {}): SourceEvent {
  const value = { eventId: `o1:${eventType}`, eventType, occurredAt, order_id: 'o1', ...rest };
  return { topic, key: 'o1', timestamp: 0, value };
}

const [early, late] = ['2026-11-01 10:00:00', '2026-11-01 11:00:00'];

function payment(occurredAt: string, rest: object): SourceEvent {
  return event('payments.payments', 'PaymentCaptured', occurredAt, {
    ...{ payment_sequential: 1, payment_type: 'boleto', payment_installments: 1, payment_value: '22.00' },
    ...rest,
  });
}

const item = {
  ...{
    order_item_id: 1,
    product_id: 'p',
    product_category_name: null,
    price: '21.00',
    freight_value: '1.00',
  },
  ...{ seller: { seller_id: 's', seller_city: 'olinda' }, shipping_limit_date: null },
};

function placement(occurredAt: string, customer: object, of: object = {}, rest: object = {}): SourceEvent {
  return event('ordering.orders', 'OrderPlaced', occurredAt, {
    customer: { customer_unique_id: 'b', ...customer },
    items: [{ ...item, ...of }],
    ...rest,
  });
}

const long = 'é'.repeat(1_001);
const longId = 'é'.repeat(251);
const beyond9999 = '9999-12-31 23:59:59';
const delivered = (occurredAt: string): SourceEvent =>
  event('shipping.shipments', 'ShipmentDelivered', occurredAt);
const approved = (occurredAt: string): SourceEvent => event('ordering.orders', 'OrderApproved', occurredAt);

/** What counts, and what loses against it and is beyond a bound. */
const cases: readonly (readonly [what: string, winner: SourceEvent, loser: SourceEvent])[] = [
  ['a payment of a long method', payment(early, {}), payment(late, { payment_type: long })],
  ['a payment of too much', payment(early, {}), payment(late, { payment_value: `1${'0'.repeat(30)}` })],
  [
    'a payment of too many digits',
    payment(early, {}),
    payment(late, { payment_value: `1.${'0'.repeat(21)}` }),
  ],
  ['a payment after the year 9999', payment(early, {}), payment(beyond9999, {})],
  ['a placement to a long city', placement(early, {}), placement(late, { customer_city: long })],
  ['a placement by a long id', placement(early, {}), placement(late, { customer_unique_id: longId })],
  ['a placement after the year 9999', placement(early, {}), placement(beyond9999, {})],
  [
    'a placement promised after the year 9999',
    placement(early, {}),
    placement(late, {}, {}, { order_estimated_delivery_date: beyond9999 }),
  ],
  ['an item of a long product', placement(early, {}), placement(late, {}, { product_id: longId })],
  ['an item of a high price', placement(early, {}), placement(late, {}, { price: '9'.repeat(31) })],
  ['a delivery after the year 9999', delivered(early), delivered(beyond9999)],
  ['an approval after the year 9999', approved(early), approved(beyond9999)],
];

/** The same of another order. */
function ofOrder(key: string, { value, ...rest }: SourceEvent): SourceEvent {
  return { ...rest, key, value: { ...Object(value), order_id: key } };
}

const pairs = cases.map(([what, winner, loser], index) => ({
  ...{ what, winner: ofOrder(`o${index}`, winner), loser: ofOrder(`o${index}`, loser) },
}));

describe('events beyond the bounds that others win against are parked, whenever they come (I2, I4)', () => {
  let retailer: Retailer;
  beforeEach(async () => {
    retailer = await createRetailer();
  });
  afterEach(() => retailer.close());

  const derive = async (shard: number, batchSize: number): Promise<void> => {
    const options = { maskKeys: retailerMaskKeys, batchSize };
    while ((await deriveBatch(retailer.database, retailer.project, shard, options)) !== undefined);
  };

  async function expectParked(): Promise<void> {
    const events = pairs.flatMap(({ winner, loser }) => [winner, loser]);
    const { malformed } = computeRetailer(events, await readGivenMarkets());
    expect(malformed).toEqual(pairs.map(({ loser }) => loser));
    const parked = await retailer.database.query<{ value: unknown; reason: string }>({
      text: `select e.payload as value, reason from raw.parked join raw.event e using (source, partition, "offset")`,
    });
    for (const { what, loser } of pairs) {
      const reasons = parked.flatMap(({ value, reason }) =>
        isDeepStrictEqual(value, loser.value) ? [reason] : [],
      );
      expect([what, reasons]).toEqual([what, [expect.stringMatching(/^beyond the bounds \(\w+: /)]]);
    }
    expect(parked).toHaveLength(pairs.length);
    const verified = await verify(retailer.database, retailer.project, { maskKeys: retailerMaskKeys });
    expect(verified).toMatchObject({ differences: [], broken: [] });
  }

  it('after them, from another partition', async () => {
    await arriveIn(retailer, 1, ...pairs.map(({ winner }) => winner));
    await derive(1, 1_000);
    await arriveIn(retailer, 0, ...pairs.map(({ loser }) => loser));
    await derive(0, 1_000);
    await expectParked();
  });

  it.each([1, 1_000])('before them, in batches of %i', async (batchSize) => {
    await arriveIn(retailer, 0, ...pairs.flatMap(({ winner, loser }) => [loser, winner]));
    await derive(0, batchSize);
    await expectParked();
  });

  it('in one batch with them', async () => {
    await arriveIn(retailer, 0, ...pairs.flatMap(({ winner, loser }) => [winner, loser]));
    await derive(0, 1_000);
    await expectParked();
  });
});
