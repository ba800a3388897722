import type { RawMessage, RawSocket } from './openRaw.ts';

export interface LiveAnswer {
  /** What was told of rows until the snapshot was complete, or until it ended. */
  readonly messages: readonly RawMessage[];
  /** All of it as text. */
  readonly text: string;
  /** Codes of the errors with which it ended. */
  readonly codes: readonly unknown[];
  readonly errors: readonly { readonly message: string }[];
}

interface Told {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

function isTold(value: unknown): value is Told {
  return (
    typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
  );
}

let count = 0;

/** Subscribes and collects what comes until the snapshot is complete or the subscription has ended; then completes it. */
export async function askLive(
  raw: RawSocket,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
): Promise<LiveAnswer> {
  count += 1;
  const id = `live-${count}`;
  raw.send({ id, type: 'subscribe', payload: { query, variables } });
  const last = await raw.heard(
    'the end of the snapshot',
    (message) =>
      message.id === id &&
      (message.type !== 'next' || JSON.stringify(message.payload).includes('SNAPSHOT_COMPLETE')),
  );
  if (last.type === 'next') raw.send({ id, type: 'complete' });
  const messages = raw.messages.filter((message) => message.id === id);
  const payload: readonly unknown[] =
    last.type === 'error' && Array.isArray(last.payload) ? last.payload : [];
  const errors = payload.filter(isTold);
  return {
    messages,
    text: JSON.stringify(messages),
    errors,
    codes: errors.map(({ extensions }) => extensions?.['code']),
  };
}
