import { ApolloClient, CombinedGraphQLErrors, gql, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client as UrqlClient, subscriptionExchange } from '@urql/core';
import type { Client as SocketClient } from 'graphql-ws';
import { tokenFor, type Person } from '../../../support/clinicGateway.ts';
import { approved, canceled, placed } from '../../../support/live/appendEvent.ts';
import { createSocketClient } from '../../../support/live/follow.ts';
import { startLiveRetailer, type LiveRetailer } from '../../../support/live/startLiveRetailer.ts';
import { until } from '../../../support/until.ts';

const warehouse: Person = { consumer: 'warehouse-orchestrator', purposes: ['FULFILLMENT'] };
const ready = `subscription Ready($after: String, $snapshot: Boolean) {
  fulfillmentOrderReadyV1(after: $after, snapshot: $snapshot) { kind key node { orderId itemCount } cursor }
}`;
const order = 'query Order($id: ID!) { fulfillmentOrderReadyV1(orderId: $id) { orderId itemCount } }';
const tooMany = '{ fulfillmentOrderReadyV1List(first: 501) { totalCount } }';

let retailer: LiveRetailer;
let token: string;
let sockets: SocketClient[] = [];
beforeAll(async () => {
  retailer = await startLiveRetailer('EMBEDDED');
  token = await tokenFor(warehouse);
  await retailer.arrive(placed('o1'), approved('o1'));
}, 240_000);
afterEach(async () => {
  for (const socket of sockets) await socket.dispose();
  sockets = [];
});
afterAll(() => retailer.close());

function openSocket(): SocketClient {
  const socket = createSocketClient(retailer.url, token);
  sockets.push(socket);
  return socket;
}

/** A message as a client hands it on, which may add the types' names. */
function change(kind: string, orderId: string | null): unknown {
  const node =
    orderId === null || kind === 'DELETE' ? null : expect.objectContaining({ orderId, itemCount: 1 });
  const key = orderId === null ? null : { orderId };
  return { fulfillmentOrderReadyV1: expect.objectContaining({ kind, key, node }) };
}

/** What a subscription with a snapshot tells when `arriveAndLeave` has run. */
function allTold(orderId: string): readonly unknown[] {
  return [
    change('SNAPSHOT', 'o1'),
    change('SNAPSHOT_COMPLETE', null),
    change('UPSERT', orderId),
    change('DELETE', orderId),
  ];
}

async function arriveAndLeave(orderId: string, told: readonly unknown[]): Promise<void> {
  await until('the snapshot is there', () => told.length >= 2);
  await retailer.arrive(placed(orderId), approved(orderId));
  await until('the row is there', () => told.length >= 3);
  await retailer.arrive(canceled(orderId));
  await until('the row is gone', () => told.length >= 4);
}

describe('Apollo Client over a socket', () => {
  let apollo: ApolloClient;
  const open = (): ApolloClient => {
    apollo = new ApolloClient({ link: new GraphQLWsLink(openSocket()), cache: new InMemoryCache() });
    return apollo;
  };
  afterEach(() => {
    apollo.stop();
  });

  it('is told of a snapshot and of changes', async () => {
    const told: unknown[] = [];
    const subscription = open()
      .subscribe({ query: gql(ready), variables: { snapshot: true } })
      .subscribe(({ data, error }) => told.push(error ?? data));
    await arriveAndLeave('apollo1', told);
    expect(told).toEqual(allTold('apollo1'));
    subscription.unsubscribe();
  });

  it('is told with which code a subscription is refused', async () => {
    const told: unknown[] = [];
    open()
      .subscribe({ query: gql(ready), variables: { after: 'no cursor' } })
      .subscribe({
        next: ({ error }) => {
          if (CombinedGraphQLErrors.is(error)) told.push(error.errors[0]?.extensions?.['code']);
        },
        complete: () => told.push('complete'),
      });
    await until('it has ended', () => told.length >= 2);
    expect(told).toEqual(['CURSOR_INVALID', 'complete']);
  });

  it('asks queries, and is told what is wrong with one', async () => {
    const client = open();
    const { data } = await client.query({ query: gql(order), variables: { id: 'o1' } });
    expect(data).toMatchObject({ fulfillmentOrderReadyV1: { orderId: 'o1', itemCount: 1 } });
    const failed: unknown = await client.query({ query: gql(tooMany) }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(CombinedGraphQLErrors.is(failed) && failed.errors[0]?.extensions?.['code']).toBe('LIMIT_EXCEEDED');
  });
});

describe('urql over a socket', () => {
  const open = (): UrqlClient => {
    const socket = openSocket();
    return new UrqlClient({
      url: `${retailer.url}/graphql`,
      preferGetMethod: false,
      exchanges: [
        subscriptionExchange({
          enableAllOperations: true,
          forwardSubscription: ({ query = '', variables }) => ({
            subscribe: (sink) => ({
              unsubscribe: socket.subscribe(
                { query, ...(variables === undefined ? {} : { variables: { ...variables } }) },
                {
                  next: ({ data, errors }) => {
                    sink.next({
                      data: data ?? null,
                      ...(errors === undefined ? {} : { errors: [...errors] }),
                    });
                  },
                  error: (error) => {
                    sink.error(error);
                  },
                  complete: () => {
                    sink.complete();
                  },
                },
              ),
            }),
          }),
        }),
      ],
    });
  };

  it('is told of a snapshot and of changes', async () => {
    const told: unknown[] = [];
    const subscription = open()
      .subscription<unknown>(ready, { snapshot: true })
      .subscribe(({ data, error }) => told.push(error ?? data));
    await arriveAndLeave('urql1', told);
    expect(told).toEqual(allTold('urql1'));
    subscription.unsubscribe();
  });

  it('is told with which code a subscription is refused', async () => {
    const told: unknown[] = [];
    open()
      .subscription<unknown>(ready, { after: 'no cursor' })
      .subscribe(({ error }) => told.push(error?.graphQLErrors[0]?.extensions['code']));
    await until('it was refused', () => told.length > 0);
    expect(told).toEqual(['CURSOR_INVALID']);
  });

  it('asks queries, and is told what is wrong with one', async () => {
    const client = open();
    const { data, error } = await client.query<unknown>(order, { id: 'o1' }).toPromise();
    expect(error).toBeUndefined();
    expect(data).toMatchObject({ fulfillmentOrderReadyV1: { orderId: 'o1', itemCount: 1 } });
    const failed = await client.query<unknown>(tooMany, {}).toPromise();
    expect(failed.error?.graphQLErrors[0]?.extensions['code']).toBe('LIMIT_EXCEEDED');
  });
});
