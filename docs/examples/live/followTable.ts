import type { Client } from 'graphql-ws';
import type { Change } from './Change.ts';
import { LiveTable } from './LiveTable.ts';
import { type Next, nextAfterClose, nextAfterErrors } from './whatNext.ts';

/**
 * WAITING: for the gateway, which is asked again and again; the rows are those of before.
 * CATCHING_UP: a snapshot comes; the rows are those of before until it is whole.
 * RESUMED: the gateway is there, and goes on from the cursor. What was missed comes now; where nothing was, nothing does.
 * FOLLOWING: the rows are those of now, as far as has been told.
 * ENDED: it is over. Where it was given up the rows are gone, as whoever asks may not see them any more.
 */
export type FollowState = 'WAITING' | 'CATCHING_UP' | 'RESUMED' | 'FOLLOWING' | 'ENDED';

export interface FollowOptions<Row> {
  /** From `createLiveClient`. */
  readonly client: Client;
  /**
   * A subscription with `$after: String` and `$snapshot: Boolean` for the arguments of these names, which asks for
   * `kind key node { … } revision cursor`.
   */
  readonly query: string;
  /** Of the subscription, beside `after` and `snapshot`. They must stay the same: a cursor is good for its filter alone. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The rows have changed. */
  readonly onRows: (rows: ReadonlyMap<string, Row | null>) => void;
  readonly onState?: (state: FollowState) => void;
  /** Told of everything that went wrong; with the state RESUMED or FOLLOWING what was told before has passed. */
  readonly onProblem?: (problem: unknown) => void;
}

export interface Followed {
  readonly stop: () => void;
}

const [shortestWaitMs, longestWaitMs] = [250, 10_000];

/** Attempts in a row after which it is given up where the gateway does not let us in. */
const mostForbidden = 5;

/** Keeps a table of a contract's rows, whatever happens to gateways and connections: each change is taken, and none is missed. */
export function followTable<Row>(options: FollowOptions<Row>): Followed {
  const { client, query, variables = {}, onRows, onState, onProblem } = options;
  const table = new LiveTable<Row>();
  let attempts = 0;
  let forbidden = 0;
  let unsubscribe = (): void => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let state: FollowState | undefined;
  let isAsked = false;

  const be = (now: FollowState): void => {
    if (state === now) return;
    state = now;
    onState?.(now);
  };

  /** That the gateway is there is known by whatever it says; an operation that it refuses comes back at once. */
  const unlisten = client.on('message', () => {
    if (state === 'WAITING' && isAsked) be(table.cursor === undefined ? 'CATCHING_UP' : 'RESUMED');
  });

  const end = (): void => {
    clearTimeout(timer);
    unlisten();
    be('ENDED');
    unsubscribe();
  };

  const again = (next: Next, problem: unknown): void => {
    if (state === 'ENDED') return;
    isAsked = false;
    onProblem?.(problem);
    if (next === 'BEGIN_ANEW') table.begin();
    if (next === 'FORGET_AND_BEGIN_ANEW' || next === 'GIVE_UP') {
      table.clear();
      onRows(table.rows());
    }
    if (next === 'GIVE_UP') {
      end();
      return;
    }
    be('WAITING');
    // Not all at once, when a gateway comes back to many who wait.
    const wait = Math.min(longestWaitMs, shortestWaitMs * 2 ** attempts) * (0.5 + Math.random() / 2);
    attempts += 1;
    timer = setTimeout(subscribe, wait);
  };

  const take = (change: Change<Row>): void => {
    attempts = 0;
    forbidden = 0;
    table.take(change);
    if (change.kind === 'SNAPSHOT') return;
    be('FOLLOWING');
    onRows(table.rows());
  };

  const subscribe = (): void => {
    const { cursor } = table;
    if (cursor === undefined) table.begin();
    be('WAITING');
    isAsked = true;
    unsubscribe = client.subscribe<Readonly<Record<string, Change<Row>>>>(
      {
        query,
        variables: { ...variables, ...(cursor === undefined ? { snapshot: true } : { after: cursor }) },
      },
      {
        next: ({ data, errors }) => {
          if (state === 'ENDED') return;
          for (const change of Object.values(data ?? {})) take(change);
          // Of a row that cannot be told whole; what can be is told.
          if (errors !== undefined) onProblem?.(errors);
        },
        error: (error) => {
          if (isErrors(error)) again(nextAfterErrors(error), error);
          else if (isClosing(error) && error.code === 4403) {
            // The token may have expired on the way: the next attempt asks for another.
            forbidden += 1;
            again(forbidden < mostForbidden ? 'GO_ON' : 'GIVE_UP', error);
          } else again(isClosing(error) ? nextAfterClose(error.code) : 'GO_ON', error);
        },
        complete: () => {
          again('GO_ON', new Error('the subscription was completed'));
        },
      },
    );
  };

  subscribe();
  return { stop: end };
}

function isErrors(error: unknown): error is readonly { readonly extensions?: unknown }[] {
  return Array.isArray(error);
}

function isClosing(error: unknown): error is { readonly code: number; readonly reason: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number';
}
