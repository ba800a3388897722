import type { LivePosition } from '../live/LivePosition.ts';
import type { LiveGroup, Telling } from './LiveGroup.ts';
import type { TailEntry } from './Tail.ts';
import { Turn } from './Turn.ts';

/** What a group is to be told of a change. */
export interface GroupTelling extends Telling {
  readonly group: LiveGroup;
}

/** A change, and what some groups are to be told of it. */
export interface Untold {
  readonly entry: TailEntry;
  /** Up to where they were told everything before. */
  readonly from: LivePosition;
  readonly tellings: readonly GroupTelling[];
}

/** Bytes that are counted for each group that is to be told of a change. */
const tellingBytes = 64;

function bytesOf({ entry, tellings }: Untold): number {
  return entry.change.bytes + tellings.length * tellingBytes;
}

export interface BacklogOptions {
  /** Resolves when there may be another turn. */
  readonly next: () => Promise<unknown>;
  /** Hears how many milliseconds it took to tell of a change. */
  readonly told: (ms: number) => void;
  /** Everything was told. */
  readonly over: () => void;
}

/** What groups of one consumer are told behind all others, in order: it takes long, and nobody else is to wait for it. */
export class Backlog {
  readonly #options: BacklogOptions;
  #waiting: Untold[] = [];
  #bytes = 0;
  #position: LivePosition | undefined;

  constructor(options: BacklogOptions) {
    this.#options = options;
  }

  /** Bytes of what some have not been told, about. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Up to where all its groups were told everything; some may have been told of the next change. Undefined where nothing waits. */
  get position(): LivePosition | undefined {
    return this.#position;
  }

  add(untold: Untold): void {
    this.#waiting.push(untold);
    this.#bytes += bytesOf(untold);
    if (this.#position !== undefined) return;
    this.#position = untold.from;
    void this.#tell();
  }

  /** Nobody is to be told any more. */
  clear(): void {
    this.#waiting = [];
    this.#bytes = 0;
  }

  async #tell(): Promise<void> {
    const turn = new Turn(undefined, this.#options.next);
    await turn.give();
    for (;;) {
      const waiting = this.#waiting;
      const first = waiting.shift();
      if (first === undefined) break;
      this.#position = first.from;
      let ms = 0;
      for (const telling of first.tellings) {
        if (turn.isOver) await turn.give();
        if (waiting !== this.#waiting) break;
        const since = performance.now();
        turn.spend(telling.group.tell(first.entry, telling));
        ms += performance.now() - since;
      }
      if (waiting !== this.#waiting) continue;
      this.#bytes -= bytesOf(first);
      this.#options.told(ms);
    }
    this.#position = undefined;
    this.#options.over();
  }
}
