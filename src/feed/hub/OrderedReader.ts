import type { ContractFeed, FeedRead } from '../live/ContractFeed.ts';
import type { FeedChange } from '../live/FeedChange.ts';
import type { LivePosition, PartitionPosition } from '../live/LivePosition.ts';

/** Bytes of what is read ahead, of all partitions together, about. */
const aheadBytes = 1024 * 1024;

/** When so many are held nothing more is read ahead, whatever partitions have given nothing yet: batches come whole, and unpack to many times as many. */
const mostHeldBytes = 16 * aheadBytes;

/** What is read of a partition and has not been given yet. */
interface Ahead {
  readonly changes: readonly TimedChange[];
  /** From where to read on. */
  readonly at: PartitionPosition;
  readonly isCurrent: boolean;
}

interface TimedChange {
  readonly change: FeedChange;
  /** When it was committed, or the one before it in its partition, if that is said to be later. */
  readonly time: string;
}

/**
 * Reads on from a position, in the order in which changes were committed over all partitions: where partitions were added, the changes of
 * a row are in two of them, and whoever goes on from the midst of what was read must have had the older ones.
 */
export class OrderedReader {
  readonly #feed: Pick<ContractFeed, 'read'>;
  readonly #ahead: Map<number, Ahead>;
  readonly #partitionBytes: number;

  constructor(feed: Pick<ContractFeed, 'read'>, from: LivePosition) {
    this.#feed = feed;
    this.#ahead = new Map(
      [...from].map(([partition, at]) => [partition, { changes: [], at, isCurrent: false }]),
    );
    this.#partitionBytes = Math.ceil(aheadBytes / Math.max(1, from.size));
  }

  /**
   * What comes next: up to where a partition has given all that was read of it and has more.
   *
   * @throws ConcordatError as `ContractFeed.read`
   */
  async next(): Promise<FeedRead> {
    const lost = await this.#readAhead();
    if (lost !== undefined) return lost;
    const until = [...this.#ahead.values()]
      .flatMap(({ isCurrent, changes }) => (isCurrent ? [] : (changes.at(-1)?.time ?? [])))
      .reduce<string | undefined>(
        (least, time) => (least === undefined || time < least ? time : least),
        undefined,
      );
    const given: TimedChange[] = [];
    const next = new Map<number, bigint>();
    const current: number[] = [];
    for (const [partition, ahead] of this.#ahead) {
      const { changes, at, isCurrent } = ahead;
      const later = until === undefined ? -1 : changes.findIndex(({ time }) => time > until);
      const left = later < 0 ? [] : changes.slice(later);
      given.push(...changes.slice(0, changes.length - left.length));
      this.#ahead.set(partition, { ...ahead, changes: left });
      next.set(partition, left[0]?.change.offset ?? at.next);
      if (isCurrent && left.length === 0) current.push(partition);
    }
    // Those of a partition stay in their order, as sorting is stable.
    given.sort((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0));
    return { changes: given.map(({ change }) => change), next, lost: [], current };
  }

  #heldBytes(): number {
    return [...this.#ahead.values()].reduce((sum, { changes }) => sum + bytesOf(changes), 0);
  }

  /** Reads until nothing is left to wait for: each partition has something, is at its end, or gives nothing although it is asked alone. */
  async #readAhead(): Promise<FeedRead | undefined> {
    if (this.#heldBytes() > mostHeldBytes) return undefined;
    let wanted = this.#wanted(({ changes }) => bytesOf(changes) < this.#partitionBytes / 2);
    while (wanted.size > 0) {
      const read = await this.#feed.read(wanted, { partitionBytes: this.#partitionBytes });
      if (read.lost.length > 0) return read;
      const hasMoved = this.#take(read, wanted);
      if (this.#heldBytes() > mostHeldBytes) return undefined;
      wanted = hasMoved
        ? this.#wanted(({ changes, isCurrent }) => changes.length === 0 && !isCurrent)
        : new Map();
    }
    return undefined;
  }

  #wanted(isWanted: (ahead: Ahead) => boolean): LivePosition {
    return new Map(
      [...this.#ahead].flatMap(([partition, ahead]) => (isWanted(ahead) ? [[partition, ahead.at]] : [])),
    );
  }

  /** Notes what was read; gives whether any partition has got on. */
  #take({ changes, next, current }: FeedRead, from: LivePosition): boolean {
    const byPartition = Map.groupBy(changes, ({ partition }) => partition);
    let hasMoved = false;
    for (const [partition, at] of from) {
      const read = byPartition.get(partition) ?? [];
      const last = read.at(-1);
      const after = next.get(partition) ?? at.next;
      hasMoved ||= after > at.next;
      this.#ahead.set(partition, {
        changes: timed(this.#ahead.get(partition)?.changes ?? [], read),
        // With what was seen last, by which a feed knows that it has gone back.
        at: { ...at, ...(last && { last: { offset: last.offset, mark: last.mark } }), next: after },
        isCurrent: current.includes(partition),
      });
    }
    return hasMoved;
  }
}

function bytesOf(changes: readonly TimedChange[]): number {
  return changes.reduce((sum, { change }) => sum + change.bytes, 0);
}

/** Behind what was read of a partition, what was read now. */
function timed(before: readonly TimedChange[], changes: readonly FeedChange[]): readonly TimedChange[] {
  let time = before.at(-1)?.time ?? '';
  const added = changes.map((change): TimedChange => {
    const committedAt = change.committedAt ?? '';
    if (committedAt > time) time = committedAt;
    return { change, time };
  });
  return [...before, ...added];
}
