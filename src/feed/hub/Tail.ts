import type { FeedChange } from '../live/FeedChange.ts';
import type { LivePosition, Offsets } from '../live/LivePosition.ts';

/** A change that went through, and where the feed stood after it. */
export interface TailEntry {
  readonly change: FeedChange;
  readonly position: LivePosition;
}

/** The newest changes of a feed in the order in which they came, so many bytes at most, for those who come back after a short while. */
export class Tail {
  readonly #mostBytes: number;
  #entries: TailEntry[] = [];
  #bytes = 0;
  /** From which offset on everything is here. */
  #from: Map<number, bigint>;

  constructor(from: Offsets, mostBytes: number) {
    this.#from = new Map(from);
    this.#mostBytes = mostBytes;
  }

  /** Tells that a partition is followed from an offset on. */
  begin(partition: number, offset: bigint): void {
    this.#from.set(partition, offset);
  }

  add(entry: TailEntry): void {
    this.#entries.push(entry);
    this.#bytes += entry.change.bytes;
    if (this.#bytes <= this.#mostBytes) return;
    // Half at once, so that the list is not moved for every entry.
    let gone = 0;
    while (this.#bytes > this.#mostBytes / 2 && gone < this.#entries.length) {
      const { change } = this.#entries[gone] ?? entry;
      this.#from.set(change.partition, change.offset + 1n);
      this.#bytes -= change.bytes;
      gone += 1;
    }
    this.#entries = this.#entries.slice(gone);
  }

  /** A revision of a row, where it is here. */
  revision(key: FeedChange['key'], revision: string): FeedChange | undefined {
    const names = Object.keys(key);
    return this.#entries.find(
      ({ change }) => change.revision === revision && names.every((name) => change.key[name] === key[name]),
    )?.change;
  }

  /** About what the changes that are here take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether everything after a position is here. */
  covers(position: LivePosition): boolean {
    return [...this.#from].every(([partition, from]) => (position.get(partition)?.next ?? 0n) >= from);
  }

  after(position: LivePosition): readonly TailEntry[] {
    return this.#entries.filter(
      ({ change: { partition, offset } }) => offset >= (position.get(partition)?.next ?? 0n),
    );
  }
}
