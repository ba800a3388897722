/** Turns in one round of the event loop. */
const mostInRound = 16;
/** Milliseconds after which no other turn begins in the same round. */
const mostMs = 10;

/**
 * Turns of those who are told what they missed, of all of a process: of each consumer in the order in which they asked, and of one consumer
 * after the other. However many come back at once, in each round of the event loop they take some milliseconds together, and everybody
 * else waits no longer than that.
 */
export class TurnQueue {
  /** By consumer, first whose turn it is. */
  readonly #waiting = new Map<string, (() => void)[]>();
  /** Turns of this round that have not been given yet. */
  #left = 0;
  #since: number | undefined;

  /** Resolves when it is one's turn. */
  next(consumer: string): Promise<void> {
    return new Promise((resolve) => {
      const ofConsumer = this.#waiting.get(consumer);
      if (ofConsumer === undefined) this.#waiting.set(consumer, [resolve]);
      else ofConsumer.push(resolve);
      if (this.#left === 0) this.#begin();
    });
  }

  /** Between two of them promises are gone on with, so that each turn is over before the next is given. */
  #begin(): void {
    this.#since = undefined;
    this.#left = mostInRound;
    for (let turn = 0; turn < mostInRound; turn += 1) setImmediate(this.#give);
  }

  readonly #give = (): void => {
    this.#left -= 1;
    const now = performance.now();
    this.#since ??= now;
    if (now - this.#since < mostMs) this.#take()?.();
    if (this.#left === 0 && this.#waiting.size > 0) this.#begin();
  };

  /** Whose turn it is; the consumer's next one comes after those of all others. */
  #take(): (() => void) | undefined {
    const [next] = this.#waiting;
    if (next === undefined) return undefined;
    const [consumer, waiting] = next;
    const first = waiting.shift();
    this.#waiting.delete(consumer);
    if (waiting.length > 0) this.#waiting.set(consumer, waiting);
    return first;
  }
}
