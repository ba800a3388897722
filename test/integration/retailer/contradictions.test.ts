import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deriveBatch } from '../../../src/pipeline/derive/deriveBatch.ts';
import { verify } from '../../../src/pipeline/verify/verify.ts';
import { computeRetailer } from '../../plain/computeRetailer.ts';
import type { SourceEvent } from '../../plain/SourceEvent.ts';
import type { Market } from '../../plain/stores/Markets.ts';
import { arriveIn } from './arriveIn.ts';
import { findDifferences } from './differences.ts';
import { readGivenMarkets } from './eventLogs.ts';
import { createRetailer, retailerMaskKeys, type Retailer } from './retailer.ts';

function event(
  topic: string,
  eventType: string,
  occurredAt: string | null,
  rest: Record<string, unknown> = {},
): SourceEvent {
  const value = { eventId: `o1:${eventType}`, eventType, occurredAt, order_id: 'o1', ...rest };
  return { topic, key: 'o1', timestamp: 0, value };
}

function placement(
  at: string | null,
  buyer: string,
  items: readonly (readonly [string, string])[],
): SourceEvent {
  return event('ordering.orders', 'OrderPlaced', at, {
    customer: {
      ...{ customer_id: 'c', customer_unique_id: buyer, customer_zip_code_prefix: '01234' },
      ...{ customer_city: 'recife', customer_state: 'PE' },
    },
    items: items.map(([seller_id, price], index) => ({
      ...{
        order_item_id: index + 1,
        product_id: 'p',
        product_category_name: null,
        price,
        freight_value: '1.00',
      },
      seller: { seller_id, seller_city: seller_id === 's3' ? 'a@b.example' : 'olinda', seller_state: 'PE' },
      shipping_limit_date: '2026-11-05 10:00:00',
    })),
    order_estimated_delivery_date: '2026-11-09 00:00:00',
  });
}

function payment(at: string | null, payment_value: string): SourceEvent {
  const rest = { payment_sequential: 1, payment_type: 'boleto', payment_installments: 1, payment_value };
  return event('payments.payments', 'PaymentCaptured', at, rest);
}

const [early, late] = ['2026-11-01 10:00:00', '2026-11-01 11:00:00'];

/** Of each thing several versions: by time, without a time, and of one time. */
const contradicting: readonly SourceEvent[] = [
  placement(late, 'b1', [
    ['s1', '10.00'],
    ['s2', '20.00'],
    ['s3', '5.00'],
  ]),
  placement(early, 'b2', [['s2', '21.00']]),
  placement(early, 'b3', [
    ['s1', '9.00'],
    ['s1', '8.00'],
  ]),
  placement(null, 'b4', []),
  event('ordering.orders', 'OrderApproved', null),
  event('ordering.orders', 'OrderApproved', late),
  event('ordering.orders', 'OrderApproved', early),
  payment(early, '22.00'),
  payment(early, '19.00'),
  payment(null, '36.00'),
  event('shipping.shipments', 'ShipmentHandedOver', late),
  event('shipping.shipments', 'ShipmentHandedOver', early),
  event('shipping.shipments', 'ShipmentDelivered', null),
  event('shipping.shipments', 'ShipmentDelivered', late),
];

const partitions = [0, 1, 2];

describe('events that contradict each other', () => {
  let retailer: Retailer;
  let markets: ReadonlyMap<string, Market>;
  beforeEach(async () => {
    retailer = await createRetailer();
    markets = await readGivenMarkets();
  });
  afterEach(() => retailer.close());

  const derive = (shard: number): Promise<unknown> =>
    deriveBatch(retailer.database, retailer.project, shard, { maskKeys: retailerMaskKeys });

  async function expectPlainState(): Promise<void> {
    const differences = await findDifferences(retailer, computeRetailer(contradicting, markets));
    expect(differences).toEqual(Object.fromEntries(Object.keys(differences).map((name) => [name, []])));
    const verified = await verify(retailer.database, retailer.project, { maskKeys: retailerMaskKeys });
    expect(verified).toMatchObject({ differences: [], broken: [] });
  }

  it.each([
    { order: 'in one order', events: contradicting },
    { order: 'in the opposite order', events: contradicting.toReversed() },
  ])('give the same state over several partitions $order, one after the other (I2)', async ({ events }) => {
    for (const [index, one] of events.entries()) {
      const partition = index % partitions.length;
      await arriveIn(retailer, partition, one);
      await derive(partition);
    }
    await expectPlainState();
  });

  it('give the same state when several partitions are derived at the same time (I2)', async () => {
    for (const [index, one] of contradicting.entries())
      await arriveIn(retailer, index % partitions.length, one);
    await Promise.all(
      partitions.map(async (shard) => {
        // Where two batches lock each other out, one of them is tried again, as a worker does.
        for (let tries = 1; ; tries += 1) {
          try {
            await derive(shard);
            return;
          } catch (error) {
            if (tries === 5) throw error;
          }
        }
      }),
    );
    await expectPlainState();
  });
});
