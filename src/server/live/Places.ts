import { Turnstile } from '../limits/Turnstile.ts';
import { ReadingPlace } from './ReadingPlace.ts';

export interface PlacesOptions {
  readonly atOnce: number;
  readonly perConsumer: number;
  /** Bytes that whoever has a place must read in a second while others wait, see `ReadingPlace`. */
  readonly bytesPerSecond: number;
}

/**
 * Places for those who are told much at once; others wait. Of one consumer fewer, so that its slow clients leave some for others; and
 * while others wait each must read fast enough (I9).
 */
export class Places {
  readonly #options: PlacesOptions;
  readonly #all: Turnstile;
  /** By name. As many as the project has consumers. */
  readonly #ofConsumers = new Map<string, Turnstile>();

  constructor(options: PlacesOptions) {
    this.#options = options;
    this.#all = new Turnstile(options.atOnce);
  }

  /** Does something as soon as there is a place for it. Rejects with the signal's reason when it aborts before. */
  async during<T>(
    consumer: string,
    signal: AbortSignal,
    fn: (place: ReadingPlace) => Promise<T>,
  ): Promise<T> {
    const own = this.#ofConsumers.get(consumer) ?? new Turnstile(this.#options.perConsumer);
    this.#ofConsumers.set(consumer, own);
    const leaveOwn = await own.enter(1, signal);
    try {
      const leaveAll = await this.#all.enter(1, signal);
      const isWanted = (): boolean => this.#all.waiting + own.waiting > 0;
      return await fn(new ReadingPlace(this.#options.bytesPerSecond, isWanted)).finally(leaveAll);
    } finally {
      leaveOwn();
    }
  }
}
