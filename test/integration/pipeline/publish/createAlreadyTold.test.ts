import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { ContractFeed } from '../../../../src/feed/live/ContractFeed.ts';
import { createAlreadyTold } from '../../../../src/pipeline/publish/createAlreadyTold.ts';
import { replacePublication, unknownTopic } from '../../../../src/pipeline/publish/publication.ts';
import {
  type ClaimsPipeline,
  createClaimsPipeline,
  project,
  settledEvent,
} from '../../../support/claimsPipeline.ts';

const [contract] = project.contracts;
if (contract === undefined) throw new Error('The project has no contract.');

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline();
});
afterEach(() => pipeline.close());

const standing = (next: bigint) => new Map([[0, { next }]]);

/** What a snapshot told of a claim that was published up to offset 5 of its topic, whose end is seen later. */
async function toldOf(destination: string, end: bigint) {
  const { database } = pipeline.test;
  await pipeline.arriveIn(0, settledEvent(1, 'a', '9.00'));
  await pipeline.deriveShard(0, 10);
  const [seen] = await database.query<{ snapshot: string }>({
    text: 'select pg_current_snapshot()::text as snapshot',
  });
  await database.execute({ text: 'delete from contract.outbox' });
  await replacePublication(database, contract?.id ?? '', {
    ...{ ...unknownTopic, destination },
    nextOffsets: new Map([[0, 5n]]),
  });
  const feed: Pick<ContractFeed, 'ranges'> = {
    ranges: () => Promise.resolve([{ partition: 0, start: 0n, end }]),
  };
  if (contract === undefined) throw new Error('The project has no contract.');
  return createAlreadyTold({ contract, database, feed, snapshot: seen?.snapshot ?? '' });
}

const topic = `kafka:${contract.serving.topic}`;

it.each([
  ['the end of the feed lags behind what was published', topic, 3n, 5n],
  ['the feed shows more than what was published', topic, 7n, 7n],
  ['it was published elsewhere', 'kafka:another', 3n, 3n],
])('may be told again until all of it was read, where %s (I6)', async (_where, destination, end, last) => {
  const told = await toldOf(destination, end);
  expect(await told.isOver(standing(last - 1n))).toBe(false);
  expect(await told.isOver(standing(last))).toBe(true);
});
