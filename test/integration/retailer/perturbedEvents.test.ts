import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { computeRetailer } from '../../plain/computeRetailer.ts';
import { readEventFile } from '../../plain/readEventFile.ts';
import type { SourceEvent } from '../../plain/SourceEvent.ts';
import type { Market } from '../../plain/stores/Markets.ts';
import { expectParked, findDifferences } from './differences.ts';
import { eventLogPath, readGivenMarkets } from './eventLogs.ts';
import { perturb } from './perturb/perturb.ts';
import { createRetailer, type Retailer } from './retailer.ts';

const logs = ['orders', 'payments', 'shipments', 'storeLines', 'storeLinesAfterMigration'] as const;
const usual = { sampled: 0.05, dropped: 0.04, changed: 0.25, poisoned: 0.015, duplicated: 0.08 };

/** Finding each poisoned event takes some tries, which take long where many test files share the machine. */
const timeout = 180_000;

describe('the retailer on other source events of the same format', () => {
  let real: readonly SourceEvent[];
  let markets: ReadonlyMap<string, Market>;
  let retailer: Retailer;
  beforeAll(async () => {
    real = (await Promise.all(logs.map(async (log) => readEventFile(await eventLogPath(log))))).flat();
    markets = await readGivenMarkets();
  });
  beforeEach(async () => {
    retailer = await createRetailer();
  });
  afterEach(() => retailer.close());

  it.each([
    { ...usual, seed: 1, shuffled: false, batchSize: 20_000 },
    { ...usual, seed: 2, shuffled: true, batchSize: 250 },
    { ...usual, seed: 3, shuffled: true, dropped: 0.3, batchSize: 40 },
    { ...usual, seed: 4, shuffled: false, changed: 0.8, poisoned: 0.03, batchSize: 1_000 },
  ])(
    'serves every row, opens every exception and parks every malformed event, seed $seed in batches of $batchSize (I2, I4)',
    async (options) => {
      const events = perturb(real, options);
      const expected = computeRetailer(events, markets);
      await retailer.ingestEventsAndRebuild(events, options);

      const differences = await findDifferences(retailer, expected);
      expect(differences).toEqual(Object.fromEntries(Object.keys(differences).map((name) => [name, []])));
      const parked = expectParked(events, expected.malformed);
      expect(parked.length).toBeGreaterThan(20);
      expect(new Set(await retailer.readParked())).toEqual(new Set(parked));
    },
    timeout,
  );

  it(
    'serves the same where events are derived as they arrive, in small batches (I2, I4)',
    async () => {
      const events = perturb(real, { ...usual, seed: 5, shuffled: true, sampled: 0.02, duplicated: 0.3 });
      await retailer.ingestEventsAndDerive(events, 37);
      const expected = computeRetailer(events, markets);
      const differences = await findDifferences(retailer, expected);
      expect(differences).toEqual(Object.fromEntries(Object.keys(differences).map((name) => [name, []])));
      expect(new Set(await retailer.readParked())).toEqual(new Set(expectParked(events, expected.malformed)));
    },
    timeout,
  );
});
