import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Follower } from '../../../support/live/follow.ts';
import { everywhere, type LiveTables, startLiveTables } from '../../../support/live/startLiveTables.ts';
import { codes } from '../../../support/live/toldOf.ts';
import { until } from '../../../support/until.ts';

let tables: LiveTables;
beforeAll(async () => {
  tables = await startLiveTables();
}, 240_000);
afterAll(() => tables.close());

it('subscriptions that end together are said together, though they ask for other rows', async () => {
  const query = `subscription ($where: PartOfferV1Where) {
    partOfferV1(where: $where, snapshot: true) { kind key revision cursor } }`;
  const followers: Follower[] = [];
  for (const where of [{}, { partId: { eq: 'p7' } }, { partId: { in: ['p7', 'p8'] } }]) {
    const follower = await tables.follow(everywhere, query, { where });
    followers.push(follower);
    await follower.first(1);
  }
  await tables.topics.send(tables.offers, [{ key: 'p7', value: 'nothing' }]);
  for (const follower of followers) await follower.until(follower.hasEnded);
  expect(followers.map(codes)).toEqual([['CURSOR_EXPIRED'], ['CURSOR_EXPIRED'], ['CURSOR_EXPIRED']]);
  await until('it is logged', () => tables.logText().includes('subscriptions had to end'));
  const lines = tables.logText().split('\n');
  const said = lines.filter((line) => line.includes('subscriptions had to end'));
  expect(said.map((line): unknown => JSON.parse(line))).toMatchObject([
    {
      ...{ level: 'warn', contract: 'part_offer@1', subscriptions: 3 },
      reason: 'Changes can no longer be told without a gap: a record cannot be read.',
    },
  ]);
});
