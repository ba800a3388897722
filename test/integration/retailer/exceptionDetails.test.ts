import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { computeRetailer } from '../../plain/computeRetailer.ts';
import type { SampleEvent } from '../../../schema/sample/SampleEvent.ts';
import { deliveredOrder } from '../../support/retailerEvents.ts';
import { readGivenMarkets } from './eventLogs.ts';
import { createRetailer, type Retailer } from './retailer.ts';

let retailer: Retailer;
beforeAll(async () => {
  retailer = await createRetailer();
});
afterAll(() => retailer.close());

const times: Readonly<Record<string, string>> = {
  OrderApproved: '2026-11-13 15:00:00',
  ShipmentHandedOver: '2026-11-10 12:00:00',
  ShipmentDelivered: '2026-11-08 09:59:51',
};

/** Delivered days before it was handed over, and that days before it was approved. */
const events: readonly SampleEvent[] = deliveredOrder('o1', [{ seller: 's1', city: 'santos' }]).map(
  (event) => {
    const { value } = event;
    return {
      ...event,
      value: { ...value, occurredAt: times[String(value['eventType'])] ?? value['occurredAt'] },
    };
  },
);

it('says all hours, also those of whole days', async () => {
  await retailer.ingestEventsAndRebuild(events);
  const open = await retailer.readOpenExceptions();
  expect(Object.fromEntries(open.map(({ kind, detail }) => [kind, detail]))).toEqual({
    DELIVERED_BEFORE_HANDOVER: 'Delivered 50:00:09 (hours) before handover',
    HANDED_OVER_BEFORE_APPROVAL: 'Handed over 75:00:00 (hours) before approval',
  });
  const { exceptions } = computeRetailer(events, await readGivenMarkets());
  expect(new Set(open)).toEqual(new Set(exceptions));
});
