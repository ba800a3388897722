import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { computeRetailer } from '../../plain/computeRetailer.ts';
import { readEventFile } from '../../plain/readEventFile.ts';
import { findDifferences } from './differences.ts';
import { eventLogPath, type eventLogs, readGivenMarkets } from './eventLogs.ts';
import { createRetailer, type Retailer } from './retailer.ts';

/** All of them are 90,000, which takes a while where many test files share the machine. */
const timeout = 180_000;

async function findDifferencesOf(
  retailer: Retailer,
  names: readonly (keyof typeof eventLogs)[],
): Promise<Readonly<Record<string, readonly string[]>>> {
  const paths = await Promise.all(names.map((name) => eventLogPath(name)));
  const events = (await Promise.all(paths.map((path) => readEventFile(path)))).flat();
  await retailer.ingestAndRebuild(paths);
  return findDifferences(retailer, computeRetailer(events, await readGivenMarkets()));
}

describe('the retailer on the real source events', () => {
  let retailer: Retailer;
  beforeAll(async () => {
    retailer = await createRetailer();
  });
  afterAll(() => retailer.close());

  it(
    'serves every row and opens every exception of the plain recomputation (I2)',
    async () => {
      const differences = await findDifferencesOf(retailer, [
        'orders',
        'payments',
        'shipments',
        'storeLines',
      ]);
      expect(differences).toEqual(Object.fromEntries(Object.keys(differences).map((name) => [name, []])));
      expect(await retailer.readParked()).toEqual([]);
    },
    timeout,
  );

  it('finds in them what their description says is wrong with them', async () => {
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

describe("the retailer on store lines that the ERP's migration delivered twice", () => {
  let retailer: Retailer;
  beforeAll(async () => {
    retailer = await createRetailer();
  });
  afterAll(() => retailer.close());

  it(
    'counts a line of both layouts once, whichever comes first (I2)',
    async () => {
      const differences = await findDifferencesOf(retailer, ['storeLinesAfterMigration', 'storeLines']);
      expect(differences).toEqual(Object.fromEntries(Object.keys(differences).map((name) => [name, []])));
      expect(await retailer.readParked()).toEqual([]);
    },
    timeout,
  );
});
