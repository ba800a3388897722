import type { FeedChange } from './FeedChange.ts';

/** By partition the offset of what comes next. */
export type Offsets = ReadonlyMap<number, bigint>;

/** A change that was seen, and the mark by which it is told from any other that may stand in its place one day. */
export interface SeenChange {
  readonly offset: bigint;
  readonly mark: string;
}

/** Where somebody stands in a partition. */
export interface PartitionPosition {
  /** The offset of what comes next. */
  readonly next: bigint;
  /** The last change before it that was seen, by which a topic that was made anew is told, and a database that went back. */
  readonly last?: SeenChange;
  /** The id of the topic, which is another when it is made anew; where there is one, and its brokers give it. It is the same in all partitions. */
  readonly topicId?: string;
}

/** Where somebody stands in a contract's feed, by partition. */
export type LivePosition = ReadonlyMap<number, PartitionPosition>;

export function offsetsOf(position: LivePosition): Offsets {
  return new Map([...position].map(([partition, { next }]) => [partition, next]));
}

/** Whether everything before a position is before another one too. */
export function isReached(position: LivePosition, by: LivePosition | undefined): boolean {
  return [...position].every(([partition, { next }]) => (by?.get(partition)?.next ?? 0n) >= next);
}

/** Whether two positions are one: everything before it was seen, and known by the same marks. */
export function isSamePlace(one: LivePosition, other: LivePosition): boolean {
  return (
    one.size === other.size &&
    [...one].every(([partition, { next, last, topicId }]) => {
      const at = other.get(partition);
      return at?.next === next && at.last?.mark === last?.mark && at.topicId === topicId;
    })
  );
}

/** The position after a change. */
export function positionAfter(position: LivePosition, { partition, offset, mark }: FeedChange): LivePosition {
  return new Map(position).set(partition, {
    ...position.get(partition),
    ...{ next: offset + 1n, last: { offset, mark } },
  });
}

/** The position further on, where reading has come to, and never further back; what was seen last stays. */
export function positionAt(position: LivePosition, next: Offsets): LivePosition {
  const moved = new Map(position);
  for (const [partition, offset] of next) {
    const at = position.get(partition);
    if (at === undefined || at.next < offset) moved.set(partition, { ...at, next: offset });
  }
  return moved;
}
