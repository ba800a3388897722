import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ContractFollower } from '../../../../src/feed/hub/ContractFollower.ts';
import { LiveMessage } from '../../../../src/feed/hub/LiveMessage.ts';
import { subscribe } from '../../../../src/feed/hub/subscribe.ts';
import type { ContractFeed, FeedRead } from '../../../../src/feed/live/ContractFeed.ts';
import type { Condition } from '../../../../src/query/where/Condition.ts';
import { until } from '../../../support/until.ts';
import { givenReads } from '../../../support/live/givenReads.ts';

const everything: Condition = { kind: 'AND', conditions: [] };
let end = 0n;
let reads = givenReads();
const feed: ContractFeed = {
  isMade: () => Promise.resolve(true),
  ranges: () => Promise.resolve([{ partition: 0, start: 0n, end }]),
  read: () => Promise.reject(new Error('all of it is kept')),
  watch: () => reads.watch(),
};
const upTo = (offset: bigint): FeedRead => ({
  ...{ changes: [], lost: [], current: [0] },
  next: new Map([[0, offset]]),
});

let follower: ContractFollower;
beforeEach(async () => {
  end = 0n;
  reads = givenReads();
  follower = new ContractFollower({
    ...{ feed, tailBytes: 1_000 },
    ...{ onFailure: () => undefined, onStuck: () => undefined, onGoingOn: () => undefined },
  });
  await follower.start();
});
afterEach(async () => {
  const stopping = follower.stop();
  reads.give(upTo(0n));
  await stopping;
});

it('is over where a snapshot is, although the feed ends with what is no change (the end of a transaction)', async () => {
  end = 9n;
  reads.give(upTo(end));
  await until('it is read', () => follower.position?.get(0)?.next === 9n);
  const sink = { send: () => undefined, room: () => Promise.resolve(), end: () => undefined };
  await subscribe(follower, feed, {
    spec: {
      key: 'a',
      consumer: 'test',
      filter: { condition: everything, visible: everything, masked: () => undefined },
      write: () => new LiveMessage([''], ''),
      failed: () => undefined,
    },
    ...{ sink, signal: new AbortController().signal },
    from: new Map([[0, { next: 4n }]]),
    alreadyTold: {
      snapshot: '',
      unknownOf: (changes) => Promise.resolve(changes),
      isOver: (position) => Promise.resolve(position.get(0)?.next === 9n),
    },
    turn: () => Promise.resolve(),
    ask: (question) => question(),
    inPlace: (up) => up({ told: () => undefined }),
  });
  expect(follower.toldTo('a', sink)?.get(0)?.next).toBe(9n);
});
