import type { ConnectionKind } from './LiveStatus.ts';

/** A connection on which a caller has subscriptions. */
export interface LiveConnection {
  readonly kind: ConnectionKind;
  /** Ends what token or agreements do not cover any more by now. */
  check(): void;
  /** Looks again what the caller may see. */
  recheck(): void;
  /** Closes it, after its subscriptions have ended. */
  close(): void;
}

/** How often it is looked whether tokens and agreements hold still. */
const checkEveryMs = 1_000;

/** The connections of this process, sockets and event streams. */
export class LiveConnections {
  readonly #perConsumer: number;
  readonly #connections = new Set<LiveConnection>();
  readonly #ofConsumers = new Map<string, number>();
  readonly #checking: NodeJS.Timeout;

  /** @param perConsumer - how many a consumer may have */
  constructor(perConsumer: number) {
    this.#perConsumer = perConsumer;
    this.#checking = setInterval(() => {
      for (const connection of this.#connections) connection.check();
    }, checkEveryMs).unref();
  }

  add(connection: LiveConnection): void {
    this.#connections.add(connection);
  }

  remove(connection: LiveConnection): void {
    this.#connections.delete(connection);
  }

  /** Counts a consumer's connection; undefined when it has too many, else what is to be called when it is closed. */
  enter(consumer: string): (() => void) | undefined {
    const count = this.#ofConsumers.get(consumer) ?? 0;
    if (count >= this.#perConsumer) return undefined;
    this.#ofConsumers.set(consumer, count + 1);
    return () => {
      const left = (this.#ofConsumers.get(consumer) ?? 1) - 1;
      if (left === 0) this.#ofConsumers.delete(consumer);
      else this.#ofConsumers.set(consumer, left);
    };
  }

  /** How many are open, by what they are. */
  counts(): Readonly<Record<ConnectionKind, number>> {
    const counts = { socket: 0, event_stream: 0 };
    for (const { kind } of this.#connections) counts[kind] += 1;
    return counts;
  }

  /** Looks again what everybody may see. */
  recheck(): void {
    for (const connection of this.#connections) connection.recheck();
  }

  close(): void {
    clearInterval(this.#checking);
    for (const connection of this.#connections) connection.close();
  }
}
