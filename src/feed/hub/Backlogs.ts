import type { LivePosition } from '../live/LivePosition.ts';
import { Backlog, type Untold } from './Backlog.ts';
import { TurnQueue } from './TurnQueue.ts';

/** Milliseconds that a consumer may take to be told of a change before others go first. */
const mostMs = 10;

/** Which consumers are told behind all others, as it takes long for them. */
export class Backlogs {
  readonly #ofConsumers = new Map<string, Backlog>();
  /** Milliseconds that each consumer took to be told of the last change that concerned it. As many as the project has consumers. */
  readonly #taken = new Map<string, number>();
  readonly #turns = new TurnQueue();

  /** Bytes of what waits for the consumer that is furthest behind, about. */
  get mostBytes(): number {
    return Math.max(0, ...Array.from(this.#ofConsumers.values(), ({ bytes }) => bytes));
  }

  /** Whether something waits for a consumer: whatever comes for it must wait too. */
  has(consumer: string): boolean {
    return this.#ofConsumers.has(consumer);
  }

  /** Whether a consumer takes long, which has taken so many milliseconds for a change already. */
  isSlow(consumer: string, ms: number): boolean {
    return Math.max(ms, this.#taken.get(consumer) ?? 0) > mostMs;
  }

  /** Notes what a consumer took to be told of a change. */
  took(consumer: string, ms: number): void {
    this.#taken.set(consumer, ms);
  }

  /** Up to where a consumer was told everything; undefined where nothing waits for it. */
  positionOf(consumer: string): LivePosition | undefined {
    return this.#ofConsumers.get(consumer)?.position;
  }

  add(consumer: string, untold: Untold): Backlog {
    const backlog = this.#ofConsumers.get(consumer) ?? this.#open(consumer);
    backlog.add(untold);
    return backlog;
  }

  /** Nobody is to be told any more. */
  clear(): void {
    for (const backlog of this.#ofConsumers.values()) backlog.clear();
  }

  #open(consumer: string): Backlog {
    const backlog = new Backlog({
      next: () => this.#turns.next(consumer),
      told: (ms) => {
        this.took(consumer, ms);
      },
      over: () => {
        this.#ofConsumers.delete(consumer);
      },
    });
    this.#ofConsumers.set(consumer, backlog);
    return backlog;
  }
}
