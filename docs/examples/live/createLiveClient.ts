import { createClient, type Client } from 'graphql-ws';

export interface LiveClientOptions {
  /** `ws://…/graphql` or `wss://…/graphql`. */
  readonly url: string;
  /** Gives a token that is good still; asked whenever a socket is opened. */
  readonly token: () => string | Promise<string>;
  /** Which of the token's purposes it is, where it has several. */
  readonly purpose?: string;
}

const [askEveryMs, patienceMs] = [10_000, 5_000];

/**
 * A client of graphql-ws that says who it is as a page can. It does not connect again by itself: it would send the same operation
 * with the same cursor. `followTable` does that.
 */
export function createLiveClient({ url, token, purpose }: LiveClientOptions): Client {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url,
    retryAttempts: 0,
    connectionParams: async () => ({
      authorization: `Bearer ${await token()}`,
      ...(purpose === undefined ? {} : { 'x-concordat-purpose': purpose }),
    }),
    // A network that is gone says nothing: whoever gives no answer is taken to be gone.
    keepAlive: askEveryMs,
    on: {
      ping: (received) => {
        if (received) return;
        timer = setTimeout(() => {
          client.terminate();
        }, patienceMs);
      },
      pong: (received) => {
        if (received) clearTimeout(timer);
      },
      closed: () => {
        clearTimeout(timer);
      },
    },
  });
  return client;
}
