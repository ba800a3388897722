import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ContractFollower } from '../../../../src/feed/hub/ContractFollower.ts';
import type { GroupSpec } from '../../../../src/feed/hub/LiveGroup.ts';
import type { LiveSink } from '../../../../src/feed/hub/LiveSink.ts';
import { LiveMessage } from '../../../../src/feed/hub/LiveMessage.ts';
import type { FeedRead } from '../../../../src/feed/live/ContractFeed.ts';
import type { Condition } from '../../../../src/query/where/Condition.ts';
import { until } from '../../../support/until.ts';
import { textSink } from '../../../support/live/textSink.ts';

const everything: Condition = { kind: 'AND', conditions: [] };
const filterMs = 4;
const groups = 30;

/** Changes of different rows, numbered from 1. */
function changes(count: number, bytes = 1): FeedRead {
  return {
    changes: Array.from({ length: count }, (_, at) => ({
      ...{ partition: 0, offset: BigInt(at), revision: String(at + 1), committedAt: null },
      ...{ key: { id: at }, row: { id: at }, before: null, mark: '', bytes },
    })),
    ...{ next: new Map([[0, BigInt(count)]]), lost: [], current: [0] },
  };
}

function burn(ms: number): void {
  const from = performance.now();
  while (performance.now() - from < ms);
}

/** A group that is told of everything. */
function quickSpec(key: string, consumer = 'quick'): GroupSpec {
  return {
    ...{ key, consumer },
    filter: { condition: everything, visible: everything, masked: () => undefined },
    write: ({ change }) => new LiveMessage([change.revision ?? ''], ''),
    failed: (error) => {
      throw error;
    },
  };
}

/** One whose filter takes its time with each change. */
function slowSpec(key: string): GroupSpec {
  return {
    ...quickSpec(key, 'slow'),
    filter: {
      get condition() {
        burn(filterMs);
        return everything;
      },
      ...{ visible: everything, masked: () => undefined },
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
      tailBytes: 100_000,
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
    follower.join({ ...quickSpec('large'), write: () => new LiveMessage(['x'.repeat(40_000)], '') }, reader);
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

  it('lets no consumer wait for what takes long for another, which is told all the same, in order', async () => {
    const { follower, give } = await followed();
    const sinks = Array.from({ length: groups }, textSink);
    for (const [at, one] of sinks.entries()) follower.join(slowSpec(`g${at}`), one);
    const [quick, last] = [textSink(), sinks.at(-1) ?? textSink()];
    follower.join(quickSpec('quick'), quick);
    give(changes(5));
    await until('the quick one is told', () => quick.texts.length === 5, { pollMs: 1 });
    expect(last.texts.length).toBeLessThan(3);
    // It would go on from where it is, or its last message says from where.
    const at = follower.toldTo(`g${groups - 1}`, last)?.get(0)?.next;
    expect([undefined, BigInt(last.texts.length)]).toContain(at);
    expect(follower.toldTo('quick', quick)?.get(0)?.next).toBe(5n);
    expect(follower.behindBytes).toBeGreaterThan(0);
    await until('all are told', () => sinks.every(({ texts }) => texts.length === 5));
    expect(sinks.map(({ texts }) => texts.join(' '))).toEqual(sinks.map(() => '1 2 3 4 5'));
    await until('it is told all', () => follower.toldTo(`g${groups - 1}`, last)?.get(0)?.next === 5n);
    expect(follower.behindBytes).toBe(0);
  });

  it('has one group of many subscriptions told behind others from the second change on', async () => {
    const { follower, give } = await followed();
    const [slow, quick] = [textSink(), textSink()];
    const send: LiveSink['send'] = (message) => {
      burn(20);
      slow.send(message);
    };
    follower.join(quickSpec('slow', 'slow'), { ...slow, send });
    follower.join(quickSpec('quick'), quick);
    give(changes(30));
    await until('the quick one is told', () => quick.texts.length === 30, { pollMs: 1 });
    expect(slow.texts.length).toBeLessThan(10);
    await until('the slow one is told', () => slow.texts.length === 30);
    expect(slow.texts).toEqual(quick.texts);
  });

  it.each([true, false])(
    'ends a consumer that falls further behind than changes are kept, where others follow: %s',
    async (isFollowedByOthers) => {
      const { follower, give } = await followed();
      const [ended, sinks, quick] = [
        new Set<LiveSink>(),
        Array.from({ length: groups }, textSink),
        textSink(),
      ];
      const failed: GroupSpec['failed'] = (error, ofGroup) => {
        expect(error).toMatchObject({ code: 'SLOW_CONSUMER' });
        for (const one of ofGroup) ended.add(one);
      };
      for (const [at, one] of sinks.entries()) follower.join({ ...slowSpec(`g${at}`), failed }, one);
      const leaves: LiveSink = {
        ...quick,
        send: () => {
          follower.leave('quick', leaves);
        },
      };
      follower.join(quickSpec('quick'), isFollowedByOthers ? quick : leaves);
      give(changes(8, 40_000));
      if (isFollowedByOthers) {
        await until('the quick one is told', () => quick.texts.length === 8);
        expect(ended.size).toBe(groups);
        const told = sinks.map(({ texts }) => texts.join(' '));
        expect(told.every((texts) => '1 2 3 4 5 6 7 8'.startsWith(texts) && texts.length < 9)).toBe(true);
      } else {
        await until('all are told', () => sinks.every(({ texts }) => texts.length === 8));
        expect(ended.size).toBe(0);
      }
    },
  );
});
