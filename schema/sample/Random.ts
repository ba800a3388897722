/** Numbers that look random and are the same for the same seed, by Mulberry32 (T. Ettinger, 2017). Not for secrets. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 (included) to 1 (excluded). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** True in `share` of the cases. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One of the values, each as likely as any other. Throws a RangeError when there are none. */
  pick<Value>(values: readonly Value[]): Value {
    const picked = values[this.integer(0, values.length - 1)];
    if (picked === undefined) throw new RangeError('There is nothing to pick from.');
    return picked;
  }

  /** The values in another order. */
  shuffle<Value>(values: readonly Value[]): Value[] {
    const keyed = values.map((value) => ({ value, at: this.next() }));
    return keyed.sort((left, right) => left.at - right.at).map(({ value }) => value);
  }

  /** `digits` hexadecimal digits, such as the ids of the marketplace. */
  hex(digits: number): string {
    return Array.from({ length: digits }, () => this.integer(0, 15).toString(16)).join('');
  }
}
