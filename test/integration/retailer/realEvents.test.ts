import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { computeRetailer } from '../../plain/computeRetailer.ts';
import { readEventFile } from '../../plain/readEventFile.ts';
import { findDifferences } from './differences.ts';
import { eventLogPath, type eventLogs, readGivenMarkets } from './eventLogs.ts';
import { createRetailer, type Retailer } from './retailer.ts';

describe('the retailer on real source events', () => {
  let retailer: Retailer;
  beforeEach(async () => {
    retailer = await createRetailer();
  });
  afterEach(() => retailer.close());

  const logs: readonly (readonly [string, readonly (keyof typeof eventLogs)[]])[] = [
    ['as the stores delivered before their migration', ['orders', 'payments', 'shipments', 'storeLines']],
    ['with lines that were delivered in both layouts', ['storeLines', 'storeLinesAfterMigration']],
    [
      'in another order of the files',
      ['storeLinesAfterMigration', 'shipments', 'storeLines', 'payments', 'orders'],
    ],
  ];

  it.each(logs)(
    'serves every row and opens every exception of the plain recomputation, %s (I2)',
    async (_, names) => {
      const paths = await Promise.all(names.map((name) => eventLogPath(name)));
      const events = (await Promise.all(paths.map((path) => readEventFile(path)))).flat();
      await retailer.ingestAndRebuild(paths);

      const expected = computeRetailer(events, await readGivenMarkets());
      const differences = await findDifferences(retailer, expected);
      expect(differences).toEqual(Object.fromEntries(Object.keys(differences).map((name) => [name, []])));
      expect(await retailer.readParked()).toEqual([]);
    },
  );

  it('finds in the real logs what their description says is wrong with them', async () => {
    const names = ['orders', 'payments', 'shipments', 'storeLines'] as const;
    await retailer.ingestAndRebuild(await Promise.all(names.map((name) => eventLogPath(name))));
    const kinds = new Map<string, number>();
    for (const { kind } of await retailer.readOpenExceptions()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    expect(Object.fromEntries(kinds)).toEqual({
      PAYMENT_DIFFERS_FROM_ITEMS: 25,
      PAID_BUT_VOID: 155,
      HANDED_OVER_BEFORE_APPROVAL: 16,
      DELIVERED_BEFORE_HANDOVER: 5,
      DELIVERED_WITHOUT_APPROVAL: 3,
      SELLER_CITY_NOT_A_PLACE: 4,
      RETURNED_MORE_THAN_SOLD: 73,
      RETURN_WITHOUT_CUSTOMER: 8,
      UNKNOWN_MARKET: 13,
    });
  });
});
