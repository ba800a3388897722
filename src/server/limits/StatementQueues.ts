import pLimit, { type LimitFunction } from 'p-limit';
import type { Session } from '../../storage/Database.ts';
import type { StatementLimits } from './StatementLimits.ts';

/** Lets each request and each consumer run only so many statements at once; more wait their turn in order. */
export class StatementQueues {
  readonly #database: Session;
  readonly #limits: StatementLimits;
  /** By name. As many as the project has consumers: a token of anybody else opens nothing. */
  readonly #ofConsumers = new Map<string, LimitFunction>();

  constructor(database: Session, limits: StatementLimits) {
    this.#database = database;
    this.#limits = limits;
  }

  /** The session for one request of a consumer. */
  open(consumer: string): Session {
    const ofConsumer = this.#ofConsumers.get(consumer) ?? pLimit(this.#limits.perConsumer);
    this.#ofConsumers.set(consumer, ofConsumer);
    // A request waits for its own statements first, so that one with many does not fill its consumer's queue.
    const ofRequest = pLimit(this.#limits.perRequest);
    const inTurn = <T>(run: () => Promise<T>): Promise<T> => ofRequest(() => ofConsumer(run));
    const database = this.#database;
    return {
      query: (statement) => inTurn(() => database.query(statement)),
      execute: (statement) => inTurn(() => database.execute(statement)),
    };
  }
}
