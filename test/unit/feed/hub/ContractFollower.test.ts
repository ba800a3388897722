import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ContractFollower } from '../../../../src/feed/hub/ContractFollower.ts';
import type { GroupSpec } from '../../../../src/feed/hub/LiveGroup.ts';
import { LiveMessage } from '../../../../src/feed/hub/LiveMessage.ts';
import type { FeedRead } from '../../../../src/feed/live/ContractFeed.ts';
import type { Condition } from '../../../../src/query/where/Condition.ts';
import { until } from '../../../support/until.ts';
import { textSink } from '../../../support/live/textSink.ts';

const everything: Condition = { kind: 'AND', conditions: [] };
const filterMs = 4;
const groups = 30;

/** Changes of different rows, numbered from 1. */
function changes(count: number): FeedRead {
  return {
    changes: Array.from({ length: count }, (_, at) => ({
      ...{ partition: 0, offset: BigInt(at), revision: String(at + 1), committedAt: null },
      ...{ key: { id: at }, row: { id: at }, before: null, mark: '', bytes: 1 },
    })),
    ...{ next: new Map([[0, BigInt(count)]]), lost: [], current: [0] },
  };
}

function burn(ms: number): void {
  const from = performance.now();
  while (performance.now() - from < ms);
}

/** A group whose filter takes its time with each change. */
function slowSpec(key: string): GroupSpec {
  return {
    key,
    filter: {
      get condition() {
        burn(filterMs);
        return everything;
      },
      ...{ visible: everything, masked: () => undefined },
    },
    write: ({ change }) => new LiveMessage([change.revision ?? ''], ''),
    failed: (error) => {
      throw error;
    },
  };
}

describe('ContractFollower', () => {
  let stop: (() => Promise<void>) | undefined;
  afterEach(() => stop?.());

  /** Follows a feed that begins empty and has what it is given. */
  async function followed() {
    const given = Promise.withResolvers<FeedRead>();
    const stopped = Promise.withResolvers<FeedRead>();
    let next: Promise<FeedRead> = given.promise;
    const follower = new ContractFollower({
      feed: {
        isMade: () => Promise.resolve(true),
        ranges: () => Promise.resolve([{ partition: 0, start: 0n, end: 0n }]),
        read: () => Promise.reject(new Error('nobody catches up')),
        watch: () => ({
          next: async () => {
            const read = await next;
            next = stopped.promise;
            return read;
          },
          close: () => Promise.resolve(),
        }),
      },
      tailBytes: 1_000,
      ...{ onFailure: () => undefined, onStuck: () => undefined, onGoingOn: () => undefined },
    });
    await follower.start();
    stop = async () => {
      stopped.resolve({ changes: [], next: new Map(), lost: [], current: [] });
      await follower.stop();
    };
    return { follower, give: given.resolve };
  }

  it('gives others their turn between groups whose filters take their time, and tells each group in order', async () => {
    const { follower, give } = await followed();
    const sinks = Array.from({ length: groups }, textSink);
    for (const [at, one] of sinks.entries()) follower.join(slowSpec(`g${at}`), one);
    // At each turn of the event loop, how many messages have come.
    const seen = new Set<number>();
    const count = (): number => sinks.reduce((sum, { texts }) => sum + texts.length, 0);
    give(changes(3));
    while (count() < 3 * groups) {
      await setImmediate();
      seen.add(count());
    }
    expect(sinks.map(({ texts }) => texts.join(' '))).toEqual(sinks.map(() => '1 2 3'));
    // In ten milliseconds at most three of these filters are tried.
    expect(seen.size).toBeGreaterThan(groups / 2);
  });

  it('gives others their turn between changes of which large messages are made, however small they are', async () => {
    const { follower, give } = await followed();
    const reader = textSink();
    const large: GroupSpec = {
      key: 'large',
      filter: { condition: everything, visible: everything, masked: () => undefined },
      write: () => new LiveMessage(['x'.repeat(40_000)], ''),
      failed: (error) => {
        throw error;
      },
    };
    follower.join(large, reader);
    // How many have come at each turn of the event loop.
    const seen = [0];
    give(changes(40));
    while (reader.texts.length < 40) {
      await setImmediate();
      seen.push(reader.texts.length);
    }
    const atOnce = seen.slice(1).map((count, at) => count - (seen[at] ?? 0));
    expect(Math.max(...atOnce)).toBeLessThanOrEqual(2);
  });

  it('tells of a change those who were there when it came: nobody who joins or leaves in the turns of others', async () => {
    const { follower, give } = await followed();
    const sinks = Array.from({ length: groups }, textSink);
    for (const [at, one] of sinks.entries()) follower.join(slowSpec(`g${at}`), one);
    const last = `g${groups - 1}`;
    const [joins, leaves, stays, founds] = [textSink(), textSink(), textSink(), textSink()];
    follower.join(slowSpec(last), leaves);
    follower.join(slowSpec('leaves'), stays);
    give(changes(2));
    while (sinks[0]?.texts.length === 0) await setImmediate();
    expect(sinks.at(-1)?.texts).toEqual([]);
    expect(follower.position?.get(0)?.next).toBe(1n);
    follower.join(slowSpec(last), joins);
    follower.leave(last, leaves);
    // A group that nobody is in any more, and one of the same key that somebody founds.
    follower.leave('leaves', stays);
    follower.join(slowSpec('leaves'), founds);
    await until('all are told', () => founds.texts.length > 0 && sinks.at(-1)?.texts.length === 2);
    expect([joins, leaves, stays, founds].map(({ texts }) => texts)).toEqual([['2'], [], [], ['2']]);
  });
});
