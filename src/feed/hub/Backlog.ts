import type { LiveGroup, Telling } from './LiveGroup.ts';
import type { TailEntry } from './Tail.ts';
import { Turn } from './Turn.ts';

/** A change, and what some groups are to be told of it. */
export interface Untold {
  readonly entry: TailEntry;
  readonly tellings: readonly (readonly [LiveGroup, Telling])[];
}

/** What groups of one consumer are told behind all others, in order: it takes long, and nobody else is to wait for it. */
export class Backlog {
  readonly #next: () => Promise<unknown>;
  #waiting: Untold[] = [];
  #bytes = 0;
  #isTelling = false;

  /** @param next - resolves when there may be another turn */
  constructor(next: () => Promise<unknown>) {
    this.#next = next;
  }

  /** Bytes of the changes that some have not been told of. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether everything was told. */
  get isOver(): boolean {
    return !this.#isTelling;
  }

  /** @param onOver - called when everything was told */
  add(untold: Untold, onOver: () => void): void {
    this.#waiting.push(untold);
    this.#bytes += untold.entry.change.bytes;
    if (this.#isTelling) return;
    this.#isTelling = true;
    void this.#tell(onOver);
  }

  /** Nobody is to be told any more. */
  clear(): void {
    this.#waiting = [];
    this.#bytes = 0;
  }

  async #tell(onOver: () => void): Promise<void> {
    const turn = new Turn(undefined, this.#next);
    await turn.give();
    for (;;) {
      const waiting = this.#waiting;
      const first = waiting.shift();
      if (first === undefined) break;
      for (const [group, telling] of first.tellings) {
        if (turn.isOver) await turn.give();
        if (waiting !== this.#waiting) break;
        turn.spend(group.tell(first.entry, telling));
      }
      if (waiting === this.#waiting) this.#bytes -= first.entry.change.bytes;
    }
    this.#isTelling = false;
    onOver();
  }
}
