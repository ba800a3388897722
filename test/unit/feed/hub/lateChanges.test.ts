import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ContractFollower } from '../../../../src/feed/hub/ContractFollower.ts';
import type { GroupSpec } from '../../../../src/feed/hub/LiveGroup.ts';
import { LiveMessage } from '../../../../src/feed/hub/LiveMessage.ts';
import { subscribe } from '../../../../src/feed/hub/subscribe.ts';
import type { ContractFeed, FeedRead } from '../../../../src/feed/live/ContractFeed.ts';
import type { FeedChange } from '../../../../src/feed/live/FeedChange.ts';
import type { Condition } from '../../../../src/query/where/Condition.ts';
import { field } from '../../../support/policyModel.ts';
import { until } from '../../../support/until.ts';
import { textSink } from '../../../support/live/textSink.ts';
import { givenReads } from '../../../support/live/givenReads.ts';

/** Who follows the rows of state A. */
function spec(key: string, state = 'A'): GroupSpec {
  const everything: Condition = { kind: 'AND', conditions: [] };
  const condition: Condition = {
    kind: 'COMPARE',
    field: field('state', 'String'),
    operator: 'eq',
    value: state,
  };
  return {
    ...{ key, consumer: 'test' },
    filter: { condition, visible: everything, masked: () => undefined },
    write: ({ kind, change }) => new LiveMessage([`${kind} ${change.revision ?? ''}`], ''),
    failed: (error, sinks) => {
      if (!(error instanceof Error)) throw new Error('no error');
      for (const sink of sinks) sink.send(new LiveMessage([error.message], ''));
    },
  };
}

/** A change of the row from a state to another one; null for none. */
function change(revision: number, before: string | null, row: string | null, partition: number): FeedChange {
  const stateOf = (state: string | null) => (state === null ? null : { id: 'r', state });
  return {
    ...{ partition, offset: BigInt(revision), revision: String(revision), committedAt: null },
    ...{ key: { id: 'r' }, row: stateOf(row), before: stateOf(before), mark: String(revision), bytes: 1 },
  };
}

/** Read in this order: those of the partition that was added come first. */
const cases: readonly (readonly [string, readonly FeedChange[], readonly string[]])[] = [
  ['left it before the newest change', [change(6, 'B', 'C', 1), change(5, 'A', 'B', 0)], ['DELETE 5']],
  [
    'left it before several newer ones',
    [change(7, 'C', 'D', 1), change(5, 'A', 'B', 0), change(6, 'B', 'C', 0)],
    ['DELETE 5'],
  ],
  ['is in it by the newest change', [change(6, 'B', 'A', 1), change(5, 'A', 'B', 0)], ['UPSERT 6']],
  ['left it by the newest change', [change(6, 'A', 'C', 1), change(5, 'B', 'A', 0)], ['DELETE 6']],
  [
    'came and left unseen',
    [change(7, 'C', 'D', 1), change(6, 'A', 'C', 0), change(5, 'B', 'A', 0)],
    ['DELETE 6'],
  ],
  ['was deleted and made anew', [change(6, null, 'C', 1), change(5, 'A', null, 0)], ['DELETE 5']],
  [
    'left it, which is told twice',
    [change(5, 'A', 'B', 0), change(6, 'B', 'C', 0), change(5, 'A', 'B', 1)],
    ['DELETE 5'],
  ],
];

const nothing: FeedRead = { changes: [], next: new Map(), lost: [], current: [] };

describe('changes of a row that come out of their order', () => {
  let reads = givenReads();
  let follower: ContractFollower;
  let stored: readonly FeedChange[] = [];
  const read = (changes: readonly FeedChange[]): FeedRead => ({
    ...{ changes, lost: [], current: [0, 1] },
    next: new Map([0, 1].map((partition) => [partition, 100n])),
  });
  const feed: ContractFeed = {
    isMade: () => Promise.resolve(true),
    ranges: () =>
      Promise.resolve(
        [0, 1].map((partition) => ({ partition, start: 0n, end: stored.length > 0 ? 100n : 0n })),
      ),
    read: () => Promise.resolve(read(stored)),
    watch: () => reads.watch(),
  };

  beforeEach(() => {
    stored = [];
    reads = givenReads();
  });
  const follow = async (tailBytes: number): Promise<void> => {
    follower = new ContractFollower({
      ...{ feed, tailBytes },
      ...{ onFailure: () => undefined, onStuck: () => undefined, onGoingOn: () => undefined },
    });
    await follower.start();
  };
  afterEach(async () => {
    const stopping = follower.stop();
    reads.give(nothing);
    await stopping;
  });

  it.each(cases)('tell those who follow that a row %s', async (_what, changes, expected) => {
    await follow(1_000);
    const [one, other] = [textSink(), textSink()];
    follower.join(spec('a'), one);
    follower.join(spec('z', 'Z'), other);
    reads.give(read(changes));
    await until('all is read', () => follower.position?.get(1)?.next === 100n);
    expect(one.texts).toEqual(expected);
    expect(other.texts).toEqual([]);
  });

  it.each(cases)('tell one who catches up that a row %s', async (_what, changes, expected) => {
    // By their times, which a database's clock gives, they came in this order.
    stored = changes.map((one, at) => ({ ...one, committedAt: new Date(at).toISOString() }));
    await follow(0);
    const one = textSink();
    await subscribe(follower, feed, {
      ...{ spec: spec('a'), sink: one, signal: new AbortController().signal },
      from: new Map([0, 1].map((partition) => [partition, { next: 0n }])),
      turn: () => Promise.resolve(),
      ask: (question) => question(),
      inPlace: (up) => up({ told: () => undefined }),
    });
    expect(one.texts).toEqual(expected);
  });

  it('end nobody who follows a row whatever it is', async () => {
    await follow(0);
    const [all, byKey] = [textSink(), textSink()];
    const everything: Condition = { kind: 'AND', conditions: [] };
    const id: Condition = { kind: 'COMPARE', field: field('id', 'ID!'), operator: 'eq', value: 'r' };
    for (const [key, condition, one] of [
      ['all', everything, all],
      ['id', id, byKey],
    ] as const)
      follower.join({ ...spec(key), filter: { ...spec(key).filter, condition } }, one);
    reads.give(read([change(6, null, 'C', 1), change(5, 'A', null, 0)]));
    await until('all is read', () => follower.position?.get(1)?.next === 100n);
    expect([all.texts, byKey.texts]).toEqual([['UPSERT 6'], ['UPSERT 6']]);
  });

  it('end those of whom nobody knows whether they have the row, and nobody else', async () => {
    await follow(0);
    const [one, other] = [textSink(), textSink()];
    follower.join(spec('a'), one);
    follower.join(spec('b', 'B'), other);
    reads.give(read([change(6, 'B', 'C', 1), change(5, 'A', 'B', 0)]));
    await until('all is read', () => follower.position?.get(1)?.next === 100n);
    expect(one.texts).toEqual([
      'Changes can no longer be told without a gap: changes of a row came out of their order.',
    ]);
    expect(other.texts).toEqual(['DELETE 6']);
  });
});
