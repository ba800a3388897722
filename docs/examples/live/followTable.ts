import type { Client } from 'graphql-ws';
import type { Change } from './Change.ts';
import { LiveTable } from './LiveTable.ts';
import { type Next, nextAfterClose, nextAfterErrors } from './whatNext.ts';

/** FOLLOWING: the rows are those of now. CATCHING_UP: of before, until what was missed has come. */
export type FollowState = 'CATCHING_UP' | 'FOLLOWING' | 'WAITING' | 'ENDED';

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
  /** Told of everything that went wrong; it is over only in the state ENDED. */
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
  let isStopped = false;

  const end = (): void => {
    isStopped = true;
    clearTimeout(timer);
    onState?.('ENDED');
    unsubscribe();
  };

  const again = (next: Next, problem: unknown): void => {
    if (isStopped) return;
    onProblem?.(problem);
    if (next === 'GIVE_UP') {
      end();
      return;
    }
    if (next === 'BEGIN_ANEW') table.begin();
    if (next === 'FORGET_AND_BEGIN_ANEW') {
      table.clear();
      onRows(table.rows());
    }
    onState?.('WAITING');
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
    onState?.('FOLLOWING');
    onRows(table.rows());
  };

  const subscribe = (): void => {
    const { cursor } = table;
    if (cursor === undefined) table.begin();
    onState?.('CATCHING_UP');
    unsubscribe = client.subscribe<Readonly<Record<string, Change<Row>>>>(
      {
        query,
        variables: { ...variables, ...(cursor === undefined ? { snapshot: true } : { after: cursor }) },
      },
      {
        next: ({ data, errors }) => {
          // Of a row that cannot be told whole; what can be is told.
          if (errors !== undefined) onProblem?.(errors);
          for (const change of Object.values(data ?? {})) take(change);
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
