import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContractFeed } from '../../../../src/feed/live/ContractFeed.ts';
import type { FeedChange } from '../../../../src/feed/live/FeedChange.ts';
import { createAlreadyTold } from '../../../../src/pipeline/publish/createAlreadyTold.ts';
import { readSnapshotView } from '../../../../src/pipeline/publish/snapshotView.ts';
import { replacePublication, unknownTopic } from '../../../../src/pipeline/publish/publication.ts';
import {
  type ClaimsPipeline,
  createClaimsPipeline,
  project,
  settledEvent,
} from '../../../support/claimsPipeline.ts';
import { failureOf } from '../../../support/failureOf.ts';

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
  const snapshot = await readSnapshotView(database);
  await database.execute({ text: 'delete from contract.outbox' });
  await replacePublication(database, contract?.id ?? '', {
    ...{ ...unknownTopic, destination },
    nextOffsets: new Map([[0, 5n]]),
  });
  const feed: Pick<ContractFeed, 'ranges'> = {
    ranges: () => Promise.resolve([{ partition: 0, start: 0n, end }]),
  };
  if (contract === undefined) throw new Error('The project has no contract.');
  return createAlreadyTold({ contract, database, feed, snapshot });
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

describe('changes of a snapshot whose database went back since', () => {
  const feed: Pick<ContractFeed, 'ranges'> = {
    ranges: () => Promise.resolve([{ partition: 0, start: 0n, end: 9n }]),
  };
  const change = (claimId: string): FeedChange => ({
    ...{ partition: 0, offset: 1n, key: { claimId }, revision: '1', row: {}, before: null },
    ...{ committedAt: '2026-01-01T00:00:00.000Z', mark: '', bytes: 1 },
  });
  const settle = async (event: number, claimId: string): Promise<void> => {
    await pipeline.arriveIn(0, settledEvent(event, claimId, '9.00'));
    await pipeline.deriveShard(0, 10);
  };

  it('are told where they have xids that the snapshot saw', async () => {
    const { database } = pipeline.test;
    await settle(1, 'a');
    const [, newest] = (await readSnapshotView(database)).split(' ');
    // As if it had been taken when xids were far beyond those that come now.
    const told = createAlreadyTold({ contract, database, feed, snapshot: `99999999:99999999: ${newest}` });
    await settle(2, 'b');
    const [a, b] = [change('a'), change('b')];
    expect(await told.unknownOf([a, b])).toEqual([b]);
  });

  it('nobody knows any more where it lost some of what the snapshot saw', async () => {
    const { database } = pipeline.test;
    await settle(1, 'a');
    const snapshot = await readSnapshotView(database);
    await database.execute({
      text: `update contract.change set committed_at = committed_at + interval '1 ms'`,
    });
    const told = createAlreadyTold({ contract, database, feed, snapshot });
    expect((await failureOf(told.unknownOf([change('a')]))).code).toBe('CURSOR_EXPIRED');
    expect((await failureOf(told.isOver(standing(9n)))).code).toBe('CURSOR_EXPIRED');
  });

  it('nobody knows where there is nothing of it', async () => {
    const { database } = pipeline.test;
    const snapshot = await readSnapshotView(database);
    const told = createAlreadyTold({ contract, database, feed, snapshot });
    await settle(1, 'a');
    expect(await told.unknownOf([change('a')])).toEqual([change('a')]);
    const older = createAlreadyTold({ contract, database, feed, snapshot: '5:5:' });
    expect((await failureOf(older.unknownOf([change('a')]))).code).toBe('CURSOR_EXPIRED');
  });
});
