import type { ContractFeed, FeedRead } from '../live/ContractFeed.ts';
import type { FeedChange } from '../live/FeedChange.ts';
import { offsetsOf, type LivePosition, type PartitionPosition } from '../live/LivePosition.ts';

/** What was read of a partition. */
interface PartitionRead {
  readonly changes: readonly FeedChange[];
  /** From where to go on behind them. */
  readonly next: bigint;
  readonly isCurrent: boolean;
}

/**
 * Reads on from a position, in the order in which changes were committed over all partitions: where partitions were added, the changes of a
 * row are in two of them, and whoever goes on from the midst of what was read must have had the older ones. What is behind
 * the end of another partition's piece comes with the next read.
 *
 * @throws ConcordatError as `ContractFeed.read`
 */
export async function readInOrder(feed: ContractFeed, from: LivePosition): Promise<FeedRead> {
  const reads = new Map<number, PartitionRead>();
  let left = from;
  while (left.size > 0) {
    const read = await feed.read(left, 'EACH');
    if (read.lost.length > 0) return read;
    const before = left;
    left = takeReads(reads, read, before);
    // What gives nothing although others do not either has nothing now.
    if (
      left.size === before.size &&
      [...left].every(([partition, { next }]) => before.get(partition)?.next === next)
    )
      break;
  }
  const until = [...reads.values()]
    .filter(({ isCurrent }) => !isCurrent)
    .map(({ changes }) => timeOf(changes.at(-1)))
    .reduce((least, time) => (time < least ? time : least), latest);
  const { changes, withheld } = merge(
    [...reads.values()].map((read) => read.changes),
    until,
  );
  const next = new Map([...offsetsOf(from), ...offsetsOf(left)]);
  for (const [partition, { next: after }] of reads) next.set(partition, after);
  for (const { partition, offset } of withheld) next.set(partition, offset);
  const current = [...reads].flatMap(([partition, read]) =>
    read.isCurrent && next.get(partition) === read.next ? [partition] : [],
  );
  return { changes, next, lost: [], current };
}

/** Notes what was read of partitions that have given something or are at their end; gives those to read again, from where they have come to. */
function takeReads(
  reads: Map<number, PartitionRead>,
  { changes, next, current }: FeedRead,
  from: LivePosition,
): LivePosition {
  const byPartition = Map.groupBy(changes, ({ partition }) => partition);
  const left = new Map<number, PartitionPosition>();
  for (const [partition, at] of from) {
    const read = {
      changes: byPartition.get(partition) ?? [],
      next: next.get(partition) ?? at.next,
      isCurrent: current.includes(partition),
    };
    if (read.changes.length > 0 || read.isCurrent) reads.set(partition, read);
    else left.set(partition, { ...at, next: read.next });
  }
  return left;
}

/** Behind every time. */
const latest = '\uffff';

function timeOf(change: FeedChange | undefined): string {
  return change?.committedAt ?? '';
}

function isBefore(one: FeedChange, other: FeedChange): boolean {
  const [time, otherTime] = [timeOf(one), timeOf(other)];
  if (time !== otherTime) return time < otherTime;
  return BigInt(one.revision ?? 0) < BigInt(other.revision ?? 0);
}

/** Changes of several lists up to a time, each list in its own order, and the first of each that is withheld. */
function merge(
  lists: readonly (readonly FeedChange[])[],
  until: string,
): { readonly changes: readonly FeedChange[]; readonly withheld: readonly FeedChange[] } {
  const places = lists.map(() => 0);
  const heads = (): readonly (readonly [number, FeedChange])[] =>
    lists.flatMap((list, index) => {
      const head = list[places[index] ?? 0];
      return head === undefined ? [] : [[index, head] as const];
    });
  const changes: FeedChange[] = [];
  for (;;) {
    const open = heads();
    const [first, ...others] = open.filter(([, head]) => timeOf(head) <= until);
    if (first === undefined) return { changes, withheld: open.map(([, head]) => head) };
    const [index, head] = others.reduce((least, one) => (isBefore(one[1], least[1]) ? one : least), first);
    changes.push(head);
    places[index] = (places[index] ?? 0) + 1;
  }
}
