import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deriveBatch } from '../../src/pipeline/derive/deriveBatch.ts';
import {
  claimEvent,
  createClaimsPipeline,
  maskKeys,
  project,
  settledEvent,
  type ClaimsPipeline,
} from '../support/claimsPipeline.ts';

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline();
});
afterEach(() => pipeline.close());

const good = (name: string) => settledEvent(1, name, '1.00');
const poison = (count: number, of: string) =>
  Array.from({ length: count }, (_, n) => claimEvent(1, { claimId: `${of}-${n}`, riskScore: 'much' }));

const parked = () =>
  pipeline.rows(`select reason, owner, count(*)::int as events from raw.parked group by reason, owner`);

const reason = 'text that is not of the expected type (payload field riskScore) [22P02]';

describe('fault 11: poison', () => {
  it.each([1, 7, 1_000])(
    'I2, I4: at head, in the midst and at the end of batches of %i is parked, and the rest applied',
    async (batchSize) => {
      await pipeline.arriveIn(0, ...poison(3, 'head'), good('a'), good('b'), ...poison(20, 'middle'));
      await pipeline.arriveIn(
        0,
        good('c'),
        ...poison(1, 'single'),
        good('d'),
        good('e'),
        ...poison(2, 'end'),
      );
      await pipeline.deriveShard(0, batchSize);
      expect(await parked()).toEqual([{ reason, owner: 'intake', events: 26 }]);
      expect((await pipeline.serving()).map(({ claim_id: id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
      const incremental = await pipeline.state();
      expect((await pipeline.derive()).contracts).toMatchObject([{ inserted: 0, updated: 0, deleted: 0 }]);
      expect(await pipeline.state()).toEqual(incremental);
    },
  );

  it('I4: of 10,000 in a row is parked with few statements', async () => {
    await pipeline.arrive(good('before'), ...poison(10_000, 'bad'), good('after'));
    let statements = 0;
    const database = pipeline.test.connect({ onStatement: () => (statements += 1) });
    const result = await deriveBatch(database, project, 0, { maskKeys, batchSize: 20_000 });
    expect(result?.products).toEqual([
      { product: 'claim_intake', inputs: 10_002, applied: 2, parked: 10_000 },
    ]);
    expect(await parked()).toEqual([{ reason, owner: 'intake', events: 10_000 }]);
    expect((await pipeline.serving()).map(({ claim_id: id }) => id)).toEqual(['after', 'before']);
    expect(statements).toBeLessThan(2_000);
  }, 240_000);
});
