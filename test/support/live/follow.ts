import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { until } from '../until.ts';

/** A message of a subscription, as a client gets it. */
export interface ToldChange {
  readonly kind: string;
  readonly key: Readonly<Record<string, unknown>> | null;
  readonly node: Readonly<Record<string, unknown>> | null;
  readonly revision: string | null;
  readonly cursor: string;
}

export interface ToldError {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** A subscription as a client sees it. */
export interface Follower {
  readonly changes: readonly ToldChange[];
  readonly errors: readonly ToldError[];
  /** Whether it has ended, for whatever reason. */
  readonly hasEnded: () => boolean;
  /** Resolves when so many messages have come, and gives them. */
  readonly first: (count: number) => Promise<readonly ToldChange[]>;
  /** Resolves when something holds of what has come. */
  readonly until: (condition: () => boolean) => Promise<void>;
  readonly stop: () => void;
}

/** A client of graphql-ws that says who it is by a header, as programs do; a token that changes is asked for when a socket is opened. */
export function createSocketClient(
  url: string,
  token: string | (() => string),
  headers: Readonly<Record<string, string>> = {},
): Client {
  class WithHeaders extends WebSocket {
    constructor(address: string, protocols: string | string[]) {
      const now = typeof token === 'string' ? token : token();
      super(address, protocols, { headers: { authorization: `Bearer ${now}`, ...headers } });
    }
  }
  return createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WithHeaders,
    retryAttempts: 0,
  });
}

function isToldErrors(value: unknown): value is readonly ToldError[] {
  return Array.isArray(value);
}

function changeOf(data: unknown): ToldChange {
  if (typeof data !== 'object' || data === null) throw new Error('a message without data');
  const [change] = Object.values<unknown>({ ...data });
  if (!isChange(change)) throw new Error('a message without a change');
  return change;
}

function isChange(value: unknown): value is ToldChange {
  return typeof value === 'object' && value !== null && 'cursor' in value;
}

/** Subscribes, and keeps what comes. */
export function follow(
  client: Client,
  query: string,
  variables: Record<string, unknown> = {},
  operationName?: string,
): Follower {
  const changes: ToldChange[] = [];
  const errors: ToldError[] = [];
  let ended = false;
  const stop = client.subscribe(
    { query, variables, ...(operationName === undefined ? {} : { operationName }) },
    {
      next: ({ data, errors: ofMessage }) => {
        if (isToldErrors(ofMessage)) errors.push(...ofMessage);
        if (data !== null && data !== undefined) changes.push(changeOf(data));
      },
      error: (error) => {
        if (isToldErrors(error)) errors.push(...error);
        else errors.push({ message: String(error), extensions: { closed: error } });
        ended = true;
      },
      complete: () => {
        ended = true;
      },
    },
  );
  return {
    changes,
    errors,
    hasEnded: () => ended,
    stop,
    until: (condition) =>
      until('what has come is as it should be', condition, {
        patienceMs: 20_000,
        explain: () => JSON.stringify({ changes, errors }),
      }),
    first: async (count) => {
      await until(`${count} messages have come`, () => changes.length >= count || ended, {
        explain: () => JSON.stringify({ changes, errors }),
      });
      return changes.slice(0, count);
    },
  };
}
