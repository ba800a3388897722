import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findBroken } from '../../../../src/pipeline/verify/findBroken.ts';
import {
  claimEvent,
  createClaimsPipeline,
  project,
  settledEvent,
  type ClaimsPipeline,
} from '../../../support/claimsPipeline.ts';

let pipeline: ClaimsPipeline;

beforeEach(async () => {
  pipeline = await createClaimsPipeline();
  // Three rows, of which one has two events; one is parked; the last waits to be derived.
  await pipeline.arriveIn(
    0,
    settledEvent(1, 'a', '9.50'),
    settledEvent(2, 'a', '9.75'),
    settledEvent(1, 'b', '9.50'),
    claimEvent(1, { claimId: 'e', riskScore: 'much' }),
  );
  await pipeline.arriveIn(1, settledEvent(1, 'c', '9.50'));
  await pipeline.deriveShard(0, 100);
  await pipeline.deriveShard(1, 100);
  await pipeline.arriveIn(0, settledEvent(1, 'd', '9.50'));
});
afterEach(() => pipeline.close());

const lose = (condition: string) => pipeline.rows(`delete from raw.event where ${condition}`);
const found = () => findBroken(pipeline.test.database, project);

const lacks = (events: number, partition: number, offset: number) => ({
  rule: 'RAW',
  message:
    `Raw lacks ${events} events of intake.claims/${partition} that lineage or parked events name, such as intake.claims/${partition}/${offset}. ` +
    'A rebuild would delete what was derived from them: restore raw.event first, from a backup.',
});

describe('events that raw has lost', () => {
  it('are none where all is well', async () => {
    expect(await found()).toEqual([]);
  });

  it('are counted by partition, each once, with an example', async () => {
    await lose('true');
    expect(await found()).toEqual([lacks(4, 0, 0), lacks(1, 1, 0)]);
  });

  it('are named where they are parked alone', async () => {
    await lose('"offset" = 3');
    expect(await found()).toEqual([lacks(1, 0, 3)]);
    // Of a product that is no more nothing is derived.
    await pipeline.rows(`update raw.parked set product = 'earlier'`);
    expect(await found()).toEqual([]);
  });

  it('are not missed where nothing was made of them yet', async () => {
    await lose('"offset" = 4');
    expect(await found()).toEqual([]);
  });
});
