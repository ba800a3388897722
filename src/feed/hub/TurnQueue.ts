/** Turns in one round of the event loop. */
const mostInRound = 16;
/** Milliseconds after which no other turn begins in the same round. */
const mostMs = 10;

/**
 * Turns of those who are told what they missed, of all of a process, in the order in which they asked. However many come back at once, in
 * each round of the event loop they take some milliseconds together, and everybody else waits no longer than that.
 */
export class TurnQueue {
  readonly #waiting: (() => void)[] = [];
  /** Turns of this round that have not been given yet. */
  #left = 0;
  #since: number | undefined;

  /** Resolves when it is one's turn. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#left === 0) this.#begin();
    });
  }

  /** Between two of them promises are gone on with, so that each turn is over before the next is given. */
  #begin(): void {
    this.#since = undefined;
    this.#left = Math.min(mostInRound, this.#waiting.length);
    for (let turn = 0; turn < this.#left; turn += 1) setImmediate(this.#give);
  }

  readonly #give = (): void => {
    this.#left -= 1;
    const now = performance.now();
    this.#since ??= now;
    if (now - this.#since < mostMs) this.#waiting.shift()?.();
    if (this.#left === 0 && this.#waiting.length > 0) this.#begin();
  };
}
