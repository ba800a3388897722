import type { LoadLimits } from './LoadLimits.ts';
import { tooManyRequests } from './tooManyRequests.ts';
import { Turnstile } from './Turnstile.ts';

/** What the smallest operation weighs, in rows. */
const leastWeight = 20;

/** Lets each consumer execute only so much at once, and all together; more wait their turn, each behind its own consumer's. */
export class OperationQueues {
  readonly #limits: LoadLimits;
  readonly #all: Turnstile;
  /** By name. As many as the project has consumers: a token of anybody else opens nothing. */
  readonly #ofConsumers = new Map<string, Turnstile>();

  constructor(limits: LoadLimits) {
    this.#limits = limits;
    this.#all = new Turnstile(limits.rows);
  }

  /**
   * Waits until an operation may be executed, and gives what must be called when it has been.
   *
   * @param rows that it may return
   * @param gone aborts when nobody waits for the answer any more
   * @throws {ConcordatError} TOO_MANY_REQUESTS
   */
  async enter(consumer: string, rows: number, gone: AbortSignal): Promise<() => void> {
    const ofConsumer = this.#ofConsumers.get(consumer) ?? new Turnstile(this.#limits.rowsPerConsumer);
    this.#ofConsumers.set(consumer, ofConsumer);
    if (ofConsumer.waiting >= this.#limits.waitingPerConsumer) {
      throw tooManyRequests(
        `${ofConsumer.waiting} operations of this consumer wait to be executed already.`,
        'Send fewer large operations at once, and try again later.',
      );
    }
    const weight = Math.max(leastWeight, rows);
    const leaveConsumer = await ofConsumer.enter(weight, gone);
    try {
      const leaveAll = await this.#all.enter(weight, gone);
      return () => {
        leaveAll();
        leaveConsumer();
      };
    } catch (error) {
      leaveConsumer();
      throw error;
    }
  }
}
