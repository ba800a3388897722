import type { ConcordatError } from '../../errors/ConcordatError.ts';

/** How much each consumer has of what it may have only so much of. */
export class ConsumerAllowance {
  readonly #most: number;
  readonly #refused: () => ConcordatError;
  /** By name; who has nothing is not in it. */
  readonly #taken = new Map<string, number>();

  constructor(most: number, refused: () => ConcordatError) {
    this.#most = most;
    this.#refused = refused;
  }

  /**
   * Gives what must be called, once, when it is not needed any more.
   *
   * @throws ConcordatError where the consumer would have too much
   */
  take(consumer: string, amount: number): () => void {
    const taken = (this.#taken.get(consumer) ?? 0) + amount;
    if (taken > this.#most) throw this.#refused();
    this.#taken.set(consumer, taken);
    return () => {
      const left = (this.#taken.get(consumer) ?? amount) - amount;
      if (left === 0) this.#taken.delete(consumer);
      else this.#taken.set(consumer, left);
    };
  }
}
