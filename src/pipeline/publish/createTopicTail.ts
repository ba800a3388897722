import type { OffsetRange } from '../../feed/kafka/TopicReader.ts';
import type { WrittenSpan } from '../../feed/kafka/TopicWriter.ts';
import type { LastRecord, Reached } from './publication.ts';

/** Up to where it is known what a topic holds, by partition, while this process alone publishes on it. */
export interface TopicTail {
  /** Begins anew from where the topic was looked at up to. */
  reset(nextOffsets: ReadonlyMap<number, bigint>): void;
  /** Notes what a transaction wrote; returns up to where it is known now, of the partitions that it wrote to. */
  wrote(spans: readonly WrittenSpan[]): Reached;
  /** Whether what was written got to where something else was: the topic was made anew, or lost what it had. */
  isReplaced(): boolean;
  /** Whether there was something that this process did not write before what it wrote. */
  isDisturbed(): boolean;
  /** Whether partitions that reach so far hold something that this process did not write. */
  isExceeded(ranges: readonly OffsetRange[]): boolean;
  /** Whether partitions that reach so far lack what this process wrote: the topic is another one then. */
  isMissed(ranges: readonly OffsetRange[]): boolean;
}

interface End {
  /** What is before is known. */
  readonly next: bigint;
  /** Whether the end of a transaction of ours is still to come, at that offset or, behind what others wrote, at a later one. */
  readonly owesMarker: boolean;
}

const beginning: End = { next: 0n, owesMarker: false };

/** The end of a partition once `span` was written; undefined where something else is between, or the topic is another one. */
function follow({ next, owesMarker }: End, { start, end }: WrittenSpan): End | undefined {
  // A transaction's end is on the topic before its producer may begin the next, so that a single offset between the two is that.
  const follows = start === next || (owesMarker && start === next + 1n);
  return follows ? { next: end, owesMarker: false } : undefined;
}

export function createTopicTail(): TopicTail {
  let ends = new Map<number, End>();
  let isDisturbed = false;
  let isReplaced = false;
  const endOf = (partition: number): End => ends.get(partition) ?? beginning;
  return {
    reset(nextOffsets) {
      ends = new Map([...nextOffsets].map(([partition, next]) => [partition, { next, owesMarker: false }]));
      isDisturbed = false;
      isReplaced = false;
    },
    wrote(spans) {
      const nextOffsets = new Map<number, bigint>();
      const lastRecords = new Map<number, LastRecord>();
      for (const [partition, own] of Map.groupBy(spans, (span) => span.partition)) {
        if (own.some(({ start }) => start < endOf(partition).next)) isReplaced = true;
        let at: End | undefined = endOf(partition);
        for (const span of own) at = at && follow(at, span);
        // Where it is not known on it stays, so that all from there is looked at.
        if (at === undefined) isDisturbed = true;
        else {
          ends.set(partition, { ...at, owesMarker: true });
          const id = own.at(-1)?.last.headers['ce_id'];
          if (id !== undefined) lastRecords.set(partition, { offset: at.next - 1n, id });
        }
        nextOffsets.set(partition, endOf(partition).next);
      }
      return { nextOffsets, lastRecords };
    },
    isReplaced: () => isReplaced,
    isDisturbed: () => isDisturbed,
    isExceeded: (ranges) =>
      ranges.some(({ partition, end }) => {
        const { next, owesMarker } = endOf(partition);
        return end > (owesMarker ? next + 1n : next);
      }),
    isMissed: (ranges) => ranges.some(({ partition, end }) => end < endOf(partition).next),
  };
}
