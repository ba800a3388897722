import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OrderedReader } from '../../../../src/feed/hub/OrderedReader.ts';
import type { ContractFeed } from '../../../../src/feed/live/ContractFeed.ts';
import type { FeedChange } from '../../../../src/feed/live/FeedChange.ts';
import type { LivePosition } from '../../../../src/feed/live/LivePosition.ts';

/** What a record holds: a change of so many milliseconds, or nothing that is one. */
type Records = readonly (number | null)[];

function change(partition: number, offset: number, ms: number): FeedChange {
  return {
    ...{ partition, offset: BigInt(offset), revision: String(offset + 1), row: {}, before: null },
    ...{ key: { id: `${partition}` }, committedAt: new Date(ms).toISOString(), mark: '', bytes: 1 },
  };
}

/** A feed of which each read gives so many records of so many partitions at most, and nothing of partitions that are stuck. */
function feedOf(
  partitions: readonly Records[],
  { perPartition, atOnce, stuck }: { perPartition: number; atOnce: number; stuck: number | undefined },
): Pick<ContractFeed, 'read'> {
  let turn = 0;
  return {
    read: (from) => {
      const changes: FeedChange[] = [];
      const next = new Map<number, bigint>();
      const current: number[] = [];
      let filled = 0;
      const asked = [...from].filter(([partition]) => partition !== stuck);
      turn += 1;
      // As a broker does it: those that come first fill the answer.
      const first = turn % Math.max(1, asked.length);
      const rotated = [...asked.slice(first), ...asked.slice(0, first)];
      for (const [partition, at] of rotated) {
        const records = partitions[partition] ?? [];
        const start = Number(at.next);
        // What was seen last is what stands before the next one, but for what is no change.
        const seen = records.findLastIndex((ms, offset) => ms !== null && offset < start);
        if (start > 0 && seen >= 0) expect(at.last?.offset).toBe(BigInt(seen));
        const given = filled < atOnce ? records.slice(start, start + perPartition) : [];
        if (given.length > 0) filled += 1;
        if (given.length > 0 || start >= records.length) next.set(partition, at.next + BigInt(given.length));
        if (start + given.length >= records.length) current.push(partition);
        for (const [index, ms] of given.entries())
          if (ms !== null) changes.push(change(partition, start + index, ms));
      }
      return Promise.resolve({ changes, next, lost: [], current });
    },
  };
}

const records = fc.array(
  fc.array(fc.option(fc.integer({ min: 0, max: 40 }), { freq: 4 }), { maxLength: 12 }).map((list) => {
    const times = list.filter((ms) => ms !== null).toSorted((a, b) => a - b);
    return list.map((ms) => (ms === null ? null : (times.shift() ?? null)));
  }),
  { minLength: 1, maxLength: 4 },
);

async function readAll(
  feed: Pick<ContractFeed, 'read'>,
  partitions: number,
  given: (count: number) => void = () => undefined,
): Promise<readonly FeedChange[]> {
  let position: LivePosition = new Map(Array.from({ length: partitions }, (_, at) => [at, { next: 0n }]));
  const reader = new OrderedReader(feed, position);
  const told: FeedChange[] = [];
  for (;;) {
    const { changes, next } = await reader.next();
    const moved = new Map(
      [...position].map(([partition, at]) => [partition, { next: next.get(partition) ?? at.next }]),
    );
    told.push(...changes);
    given(changes.length);
    if ([...moved].every(([partition, at]) => at.next === position.get(partition)?.next)) return told;
    position = moved;
  }
}

it('gives every change once, in the order of their times', async () => {
  const bounds = fc.record({
    ...{ perPartition: fc.integer({ min: 1, max: 5 }), atOnce: fc.integer({ min: 1, max: 4 }) },
    stuck: fc.constant(undefined),
  });
  await fc.assert(
    fc.asyncProperty(records, bounds, async (partitions, options) => {
      const told = await readAll(feedOf(partitions, options), partitions.length);
      const times = told.map(({ committedAt }) => committedAt ?? '');
      expect(times).toEqual(times.toSorted());
      const given = told.map(({ partition, offset }) => `${partition} ${offset}`);
      const all = partitions.flatMap((list, partition) =>
        list.flatMap((ms, offset) => (ms === null ? [] : [`${partition} ${offset}`])),
      );
      expect(given.toSorted()).toEqual(all.toSorted());
    }),
    { numRuns: 500 },
  );
});

it('holds no more than some of what comes in large batches, and gives all of it', async () => {
  const partitions = Array.from({ length: 20 }, () => [1, 2, 3, 4]);
  const small = feedOf(partitions, { perPartition: 1, atOnce: 1, stuck: undefined });
  let held = 0;
  let most = 0;
  const feed: Pick<ContractFeed, 'read'> = {
    read: async (from, bounds) => {
      const read = await small.read(from, bounds);
      held += read.changes.length;
      most = Math.max(most, held);
      return { ...read, changes: read.changes.map((one) => ({ ...one, bytes: 5 * 1024 * 1024 })) };
    },
  };
  const told = await readAll(feed, partitions.length, (count) => {
    held -= count;
  });
  expect(told).toHaveLength(80);
  // Of 5 MiB each.
  expect(most).toBeLessThanOrEqual(4);
});

it('waits for no partition that gives nothing', async () => {
  const feed = feedOf([[1, 3], [2, 4], [5]], { perPartition: 1, atOnce: 2, stuck: 1 });
  const told = await readAll(feed, 3);
  expect(told.map(({ partition, offset }) => [partition, Number(offset)])).toEqual([
    [0, 0],
    [0, 1],
    [2, 0],
  ]);
});
