const [soonMs, everyMs] = [200, 10_000];

/**
 * Counts what ends in groups, one after the other, and says it soon after: all of them together, and at most every ten seconds. What was
 * counted is said once, sooner or later.
 */
export class EndedCount {
  readonly #say: (count: number) => void;
  #count = 0;
  #saidAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  /** @param say - is told how many there were since it was last told */
  constructor(say: (count: number) => void) {
    this.#say = say;
  }

  add(count: number): void {
    this.#count += count;
    const waitMs = Math.max(soonMs, this.#saidAt + everyMs - performance.now());
    this.#timer ??= setTimeout(() => {
      this.flush();
    }, waitMs).unref();
  }

  /** Says now what was counted. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#count === 0) return;
    const count = this.#count;
    this.#count = 0;
    this.#saidAt = performance.now();
    this.#say(count);
  }
}
