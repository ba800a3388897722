import { createClient, NetworkError, type RequestParams } from 'graphql-sse';
import { MessageList, type ShownMessages } from './MessageList.ts';

/** A subscription over an event stream, until it ends or nobody reads it any more. What went wrong is its last message. */
export function followEvents(
  operation: RequestParams,
  headers: Record<string, string>,
): AsyncIterable<ShownMessages> {
  const list = new MessageList();
  // Without another try: what came in between would be missing, and nothing would say so.
  const client = createClient({ url: '/graphql', headers, retryAttempts: 0 });
  client.subscribe(operation, {
    next: (message) => {
      list.add(message);
    },
    error: (reason) => {
      void describe(reason).then((message) => {
        list.add(message);
        list.end();
      });
    },
    complete: () => {
      list.end();
    },
  });
  const shown = list.read();
  return {
    // GraphiQL takes the iterator once to read, and once more to end it while it waits.
    [Symbol.asyncIterator]: () => ({
      next: () => shown.next(),
      return: () => {
        client.dispose();
        return shown.return(undefined);
      },
    }),
  };
}

/** As the gateway answers what it refuses, or in its form. */
async function describe(reason: unknown): Promise<object> {
  const response: unknown = reason instanceof NetworkError ? reason.response : undefined;
  const body: unknown =
    response instanceof Response ? await response.json().catch(() => undefined) : undefined;
  if (typeof body === 'object' && body !== null) return body;
  const message = reason instanceof Error ? reason.message : 'no reason was given';
  return { errors: [{ message: `The event stream broke off: ${message}` }] };
}
