const everyMs = 10_000;

/** Lets something that may happen often be said at most every ten seconds, with how often it happened. */
export class Seldom {
  #count = 0;
  #saidAt = -Infinity;

  /** Counts what has happened. Gives how often it did since it was last said, where it is to be said again. */
  add(count: number): number | undefined {
    this.#count += count;
    const now = performance.now();
    if (now - this.#saidAt < everyMs) return undefined;
    const said = this.#count;
    this.#count = 0;
    this.#saidAt = now;
    return said;
  }
}
