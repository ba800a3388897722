import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Session, Transaction } from './Database.ts';
import { quoteText } from './quoteName.ts';
import type { StatementObserver } from './StatementObserver.ts';

/** Between two statements there is nothing to cancel, and one may be on its way: it is tried again. */
const pauseMs = 100;

export interface CancelOptions {
  /** One that has begun and has run nothing yet. */
  readonly transaction: Transaction;
  /** What the server shows of us. */
  readonly application: string;
  /** A session on other connections, by which the server is asked to cancel. */
  readonly aside: Session;
  readonly observe: StatementObserver;
}

export interface Cancelling {
  /** Runs statements as the given `observe` does, and none once the signal has aborted. */
  readonly observe: StatementObserver;
  /** To be called when the transaction has come to its end. */
  stop(): Promise<void>;
}

const cancelText = `
  select pg_cancel_backend(pid) from pg_stat_activity where application_name = $1 and usename = current_user`;

/**
 * Cancels what a transaction runs from when a signal aborts until it has ended.
 *
 * The server's process is found by a name that it has for as long as the transaction lasts, and not by its number: to ask for that
 * would be the transaction's first look at the data, and behind a pooler it may be another one's by the time of the cancelling.
 */
export async function cancelOnAbort(
  signal: AbortSignal,
  { transaction, application, aside, observe }: CancelOptions,
): Promise<Cancelling> {
  const name = `${application.slice(0, 40)} ${randomUUID().slice(0, 8)}`;
  await transaction.script(`set local application_name = ${quoteText(name)}`);
  const ended = new AbortController();
  let cancelling: Promise<void> = Promise.resolve();
  const cancel = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      // Where the server does not answer, the connection has no end but its own.
      await aside.query({ text: cancelText, values: [name] }).catch(() => undefined);
      await wait(pauseMs, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  };
  const begin = (): void => {
    cancelling = cancel();
  };
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  return {
    observe: async (text, run) => {
      signal.throwIfAborted();
      return observe(text, run);
    },
    async stop() {
      signal.removeEventListener('abort', begin);
      ended.abort();
      await cancelling;
    },
  };
}
