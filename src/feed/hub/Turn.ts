import { setImmediate } from 'node:timers/promises';

/** Bytes of changes, or of the messages that anybody gets of them, that are told without giving anything else its turn. */
const mostBytes = 64 * 1024;
/** Milliseconds for which is told without giving anything else its turn: some have filters that take their time. */
const mostMs = 10;

/** How long one may go on telling of changes, so that the network takes what it can, and a reader who keeps up is not taken for a slow one. */
export class Turn {
  readonly #mostBytes: number;
  readonly #next: () => Promise<unknown>;
  #bytes = 0;
  #since = performance.now();

  /** @param next - resolves when there may be another turn */
  constructor(most = mostBytes, next: () => Promise<unknown> = () => setImmediate()) {
    this.#mostBytes = most;
    this.#next = next;
  }

  get isOver(): boolean {
    return this.#bytes > this.#mostBytes || performance.now() - this.#since > mostMs;
  }

  spend(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Lets everything else have its turn, and begins another one. */
  async give(): Promise<void> {
    await this.#next();
    this.#bytes = 0;
    this.#since = performance.now();
  }
}
