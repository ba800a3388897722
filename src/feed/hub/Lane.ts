/** Does things one after the other, each at once where nothing before it is still under way. */
export class Lane {
  #last: Promise<void> | undefined;
  #pending = 0;

  /** How many are under way. */
  get pending(): number {
    return this.#pending;
  }

  /** Resolves when everything that was given so far is done. */
  async idle(): Promise<void> {
    while (this.#last !== undefined) await this.#last;
  }

  /**
   * Makes something, and takes it when everything before is taken.
   *
   * @param failed is told of what `make` throws; what comes after goes on
   */
  run<T>(make: () => T | Promise<T>, take: (made: T) => void, failed: (error: unknown) => void): void {
    const before = this.#last;
    let made: T | Promise<T>;
    try {
      made = make();
    } catch (error) {
      made = Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
    if (before === undefined && !(made instanceof Promise)) {
      take(made);
      return;
    }
    this.#pending += 1;
    // Begun already, so that several are under way at once; only their order is kept.
    const settled = Promise.resolve(made).then(
      (value) => () => {
        take(value);
      },
      (error: unknown) => () => {
        failed(error);
      },
    );
    const done = Promise.all([settled, before]).then(([finish]) => {
      this.#pending -= 1;
      finish();
      if (this.#last === done) this.#last = undefined;
    });
    this.#last = done;
  }
}
