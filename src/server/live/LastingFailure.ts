const [firstMs, longestMs] = [10_000, 600_000];

interface Lasting {
  count: number;
  saidAt: number;
  lastAt: number;
  everyMs: number;
}

/**
 * Lets a failure that lasts be said at once and then ever more seldom, with how often it happened, and once that it is over. One that
 * comes and goes is said as seldom as one that stays.
 */
export class LastingFailure {
  readonly #now: () => number;
  readonly #kinds = new Map<string, Lasting>();
  #isSaid = false;

  /** @param now - milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Notes a failure. Gives how often it failed like this since it was last said, where it is to be said again.
   *
   * @param kind equal for failures that are the same
   */
  failed(kind: string): number | undefined {
    const now = this.#now();
    const before = this.#kinds.get(kind);
    // What has not happened for as long as it was not said is another one.
    const known = before !== undefined && now - before.lastAt < before.everyMs ? before : undefined;
    const lasting = known ?? { count: 0, saidAt: -Infinity, lastAt: now, everyMs: firstMs };
    this.#kinds.set(kind, lasting);
    lasting.count += 1;
    lasting.lastAt = now;
    if (now - lasting.saidAt < lasting.everyMs) return undefined;
    if (known !== undefined) lasting.everyMs = Math.min(longestMs, 2 * lasting.everyMs);
    const { count } = lasting;
    lasting.count = 0;
    lasting.saidAt = now;
    this.#isSaid = true;
    return count;
  }

  /** Notes that nothing failed. Gives whether that is to be said. */
  passed(): boolean {
    for (const lasting of this.#kinds.values()) lasting.everyMs = firstMs;
    const isNews = this.#isSaid;
    this.#isSaid = false;
    return isNews;
  }
}
