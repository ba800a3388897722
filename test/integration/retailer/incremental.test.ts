import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSample } from '../../../schema/sample/generate.ts';
import { verify } from '../../../src/pipeline/verify/verify.ts';
import { computeRetailer } from '../../plain/computeRetailer.ts';
import { findDifferences } from './differences.ts';
import { readGivenMarkets } from './eventLogs.ts';
import { createRetailer, retailerMaskKeys, type Retailer } from './retailer.ts';

describe('the retailer, derived as events arrive', () => {
  const events = [...generateSample({ seed: 31, orders: 300, storeLines: 1_500 })];
  let retailer: Retailer;
  beforeAll(async () => {
    retailer = await createRetailer();
  });
  afterAll(() => retailer.close());

  it('serves after each delivery every row and exception of the plain recomputation of what arrived (I2)', async () => {
    for (const [share, batchSize] of [
      [0.3, 40],
      [0.7, 333],
      [1, 5_000],
    ] as const) {
      const arrived = events.slice(0, Math.round(events.length * share));
      await retailer.ingestEventsAndDerive(arrived, batchSize);
      const differences = await findDifferences(retailer, computeRetailer(arrived, await readGivenMarkets()));
      expect({ share, ...differences }).toEqual({
        share,
        ...Object.fromEntries(Object.keys(differences).map((name) => [name, []])),
      });
    }
    expect(await retailer.readParked()).toEqual([]);
    const verified = await verify(retailer.database, retailer.project, { maskKeys: retailerMaskKeys });
    expect(verified).toMatchObject({ differences: [], broken: [] });
  }, 120_000);
});
