import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Follower } from '../../../support/live/follow.ts';
import { everywhere, type LiveTables, startLiveTables } from '../../../support/live/startLiveTables.ts';
import { told } from '../../../support/live/toldOf.ts';

const estimates = 'subscription { repairEstimateV1 { kind key node { estimateId } revision cursor } }';
const offers = `subscription ($after: String, $snapshot: Boolean) {
  partOfferV1(after: $after, snapshot: $snapshot) { kind key node { partId } revision cursor } }`;
const changes = 9;

let tables: LiveTables;
const followers: Follower[] = [];
beforeAll(async () => {
  tables = await startLiveTables();
}, 240_000);
afterAll(async () => {
  for (const { stop } of followers) stop();
  await tables.close();
});

async function followed(query: string, variables = {}): Promise<Follower> {
  const follower = await tables.follow(everywhere, query, variables);
  followers.push(follower);
  return follower;
}

describe('contracts on topics of their own', () => {
  it('do not wait for one another: neither for news of the one that is idle, nor where one catches up', async () => {
    await followed(estimates);
    const follower = await followed(offers, { snapshot: true });
    const [complete] = await follower.first(1);
    const waits: number[] = [];
    for (let count = 1; count <= changes; count += 1) {
      const sentAt = performance.now();
      const value = JSON.stringify({ partId: `p${count}` });
      await tables.topics.send(tables.offers, [{ key: `p${count}`, value }]);
      await follower.until(() => told(follower).length === count);
      waits.push(performance.now() - sentAt);
    }
    const begunAt = performance.now();
    const late = await followed(offers, { after: complete?.cursor });
    await late.until(() => told(late).length === changes);
    waits.push(performance.now() - begunAt);
    // One that waits for the idle topic too is told after most of a second.
    expect(waits.toSorted((a, b) => a - b)[4]).toBeLessThan(400);
  });
});
