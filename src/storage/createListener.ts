import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

/** Hears what is notified on a channel of Postgres. */
export interface Listener {
  /** Resolves when something was notified with this payload, or may have been, or after so many milliseconds, or when the signal aborts. */
  heard(payload: string, maxWaitMs: number, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface ListenerOptions {
  readonly connectionString: string;
  readonly channel: string;
}

/** How long one waits at most where notifications do not come through, as behind a pooler or while the server is away. */
const deafMs = 250;
const reconnectMs = 1_000;

/** Listens on a connection of its own, which is opened again when it breaks. */
export function createListener({ connectionString, channel }: ListenerOptions): Listener {
  const closing = new AbortController();
  let waiting = new Map<string, PromiseWithResolvers<undefined>>();
  let client: pg.Client | undefined;

  const wake = (payload?: string): void => {
    const woken = payload === undefined ? [...waiting.keys()] : [payload];
    for (const one of woken) {
      waiting.get(one)?.resolve(undefined);
      waiting.delete(one);
    }
  };

  const listen = async (): Promise<void> => {
    const connection = new pg.Client({
      connectionString,
      application_name: 'concordat feed',
      keepAlive: true,
    });
    const broken = new Promise<void>((resolve) => {
      connection.once('error', () => {
        resolve();
      });
      connection.once('end', resolve);
    });
    connection.on('notification', ({ payload }) => {
      wake(payload);
    });
    try {
      await connection.connect();
      await connection.query(`listen ${pg.escapeIdentifier(channel)}`);
      client = connection;
      // What was notified before is not heard any more.
      wake();
      await broken;
    } finally {
      client = undefined;
      await connection.end().catch(() => undefined);
    }
  };

  const running = (async () => {
    while (!closing.signal.aborted) {
      await listen().catch(() => undefined);
      await setTimeout(reconnectMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
    }
  })();

  return {
    async heard(payload, maxWaitMs, signal) {
      const told = waiting.get(payload) ?? Promise.withResolvers<undefined>();
      waiting.set(payload, told);
      const most = client === undefined ? Math.min(deafMs, maxWaitMs) : maxWaitMs;
      const stopping = AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])]);
      const over = new AbortController();
      const late = setTimeout(most, undefined, { signal: AbortSignal.any([stopping, over.signal]) });
      await Promise.race([told.promise, late.catch(() => undefined)]);
      over.abort();
    },
    async close() {
      closing.abort();
      wake();
      waiting = new Map();
      await client?.end().catch(() => undefined);
      await running;
    },
  };
}
