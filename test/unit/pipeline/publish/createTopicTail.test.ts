import { describe, expect, it } from '@jest/globals';
import { createTopicTail, type TopicTail } from '../../../../src/pipeline/publish/createTopicTail.ts';

function tailFrom(next: bigint): TopicTail {
  const tail = createTopicTail();
  tail.reset(new Map([[0, next]]));
  return tail;
}

function span(start: bigint, end: bigint, partition = 0) {
  const last = { key: 'k', value: null, headers: { ce_id: `id-${end}` }, timestamp: 0 };
  return { partition, start, end, last };
}

function rangeTo(end: bigint, partition = 0) {
  return { topic: 'any', partition, start: 0n, end };
}

describe('the tail of a topic', () => {
  it('goes on over what is written without a break, and over the end of each transaction', () => {
    const tail = tailFrom(7n);
    expect(tail.wrote([span(7n, 10n), span(10n, 12n)])).toEqual({
      nextOffsets: new Map([[0, 12n]]),
      lastRecords: new Map([[0, { offset: 11n, id: 'id-12' }]]),
    });
    expect(tail.wrote([span(13n, 14n)]).nextOffsets).toEqual(new Map([[0, 14n]]));
    expect([tail.isDisturbed(), tail.isReplaced()]).toEqual([false, false]);
  });

  it('stops before what it did not write: beside the end of a transaction, within one, and before the first', () => {
    for (const [first, second] of [
      [[span(7n, 10n)], [span(12n, 14n)]],
      [[span(7n, 10n)], [span(10n, 11n), span(12n, 13n)]],
      [[], [span(8n, 9n)]],
    ] as const) {
      const tail = tailFrom(7n);
      tail.wrote(first);
      const known = tail.wrote(second).nextOffsets.get(0) ?? 0n;
      expect(known).toBe(first.length === 0 ? 7n : 10n);
      expect(tail.isDisturbed()).toBe(true);
      // And stays there.
      expect(tail.wrote([span(20n, 21n)])).toEqual({
        nextOffsets: new Map([[0, known]]),
        lastRecords: new Map(),
      });
      expect(tail.isReplaced()).toBe(false);
      tail.reset(new Map([[0, 22n]]));
      expect(tail.isDisturbed()).toBe(false);
    }
  });

  it('takes what begins before its end for another topic', () => {
    const tail = tailFrom(7n);
    expect(tail.wrote([span(0n, 2n)])).toEqual({ nextOffsets: new Map([[0, 7n]]), lastRecords: new Map() });
    expect([tail.isDisturbed(), tail.isReplaced()]).toEqual([true, true]);
    tail.reset(new Map([[0, 3n]]));
    expect(tail.isReplaced()).toBe(false);
  });

  it('knows a partition that is added from its first record', () => {
    const tail = tailFrom(7n);
    expect(tail.wrote([span(0n, 2n, 5)]).nextOffsets).toEqual(new Map([[5, 2n]]));
    expect(tail.isDisturbed()).toBe(false);
    tail.wrote([span(3n, 4n, 6)]);
    expect(tail.isDisturbed()).toBe(true);
  });

  it('sees by the ends of partitions what others wrote, and what is no longer there', () => {
    const tail = tailFrom(7n);
    expect(tail.isExceeded([rangeTo(7n)])).toBe(false);
    expect(tail.isExceeded([rangeTo(8n)])).toBe(true);
    expect(tail.isExceeded([rangeTo(7n), rangeTo(1n, 5)])).toBe(true);
    tail.wrote([span(7n, 9n)]);
    expect([9n, 10n, 11n].map((end) => tail.isExceeded([rangeTo(end)]))).toEqual([false, false, true]);
    expect([8n, 9n, 10n].map((end) => tail.isMissed([rangeTo(end)]))).toEqual([true, false, false]);
  });
});
