import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient as createUrql, fetchExchange } from '@urql/core';
import { createClient, type Client } from 'graphql-sse';
import { defaultLiveLimits } from '../../../../src/server/live/LiveLimits.ts';
import { tokenFor, type Person } from '../../../support/clinicGateway.ts';
import { approved, canceled, handedOver, placed } from '../../../support/live/appendEvent.ts';
import { forwardTo } from '../../../support/live/forwardTo.ts';
import { openEvents, type Events, type EventsRequest } from '../../../support/live/openEvents.ts';
import { feeds, startLiveRetailer, type LiveRetailer } from '../../../support/live/startLiveRetailer.ts';
import { until } from '../../../support/until.ts';

const warehouse: Person = { consumer: 'warehouse-orchestrator', purposes: ['FULFILLMENT'] };
const ready = 'subscription { fulfillmentOrderReadyV1 { kind key revision cursor } }';
const readyAfter =
  'subscription ($after: String, $snapshot: Boolean) { fulfillmentOrderReadyV1(after: $after, snapshot: $snapshot) { kind key revision cursor } }';
const name = 'fulfillmentOrderReadyV1';

/** What is told of one change. */
const change = (kind: string, orderId: string, revision: string): unknown => ({
  data: { [name]: expect.objectContaining({ kind, key: { orderId }, revision }) },
});
const complete: unknown = {
  data: { [name]: expect.objectContaining({ kind: 'SNAPSHOT_COMPLETE', key: null }) },
};

describe.each(feeds)('subscriptions over event streams on the feed %s', (feed) => {
  let retailer: LiveRetailer;
  let token: string;
  let clients: Client[] = [];
  let streams: Events[] = [];
  beforeAll(async () => {
    retailer = await startLiveRetailer(feed, { liveLimits: { keepAliveMs: 200 } });
    token = await tokenFor(warehouse);
  }, 240_000);
  afterEach(() => {
    for (const client of clients) client.dispose();
    for (const stream of streams) stream.close();
    [clients, streams] = [[], []];
  });
  afterAll(() => retailer.close());

  async function open(request: Partial<EventsRequest>, url = retailer.url): Promise<Events> {
    const stream = await openEvents(url, { token, query: ready, ...request });
    streams.push(stream);
    return stream;
  }

  it('work with the official client, which goes on from its cursor at another replica when the connection is lost', async () => {
    const forward = await forwardTo(retailer.url);
    const replica = await retailer.startReplica();
    let cursor: string | undefined;
    const client = createClient({
      url: `${forward.url}/graphql`,
      headers: (): Record<string, string> => ({
        authorization: `Bearer ${token}`,
        ...(cursor === undefined ? {} : { 'last-event-id': cursor }),
      }),
      retry: () => Promise.resolve(),
      retryAttempts: 20,
    });
    clients.push(client);
    const told: unknown[] = [];
    const failures: unknown[] = [];
    client.subscribe<Record<string, { readonly cursor: string }>>(
      { query: readyAfter, variables: { snapshot: true } },
      {
        next: (result) => {
          told.push(result);
          cursor = result.data?.[name]?.cursor ?? cursor;
        },
        error: (error) => failures.push(error),
        complete: () => failures.push('complete'),
      },
    );
    await until('the snapshot is there', () => told.length === 1);
    await retailer.arrive(placed('a1'), approved('a1'));
    await until('a change is there', () => told.length === 2);
    forward.cut(replica.url);
    await retailer.arrive(handedOver('a1'));
    await until('what was missed is there', () => told.length === 3);
    expect(told).toEqual([complete, change('UPSERT', 'a1', '1'), change('DELETE', 'a1', '2')]);
    expect(failures).toEqual([]);
    client.dispose();
    await forward.close();
    await replica.close();
  });

  it('work with urql', async () => {
    const client = createUrql({
      url: `${retailer.url}/graphql`,
      exchanges: [fetchExchange],
      fetchSubscriptions: true,
      preferGetMethod: false,
      fetchOptions: { headers: { authorization: `Bearer ${token}` } },
    });
    const told: unknown[] = [];
    const subscription = client
      .subscription<Record<string, unknown>>(readyAfter, { snapshot: true })
      .subscribe(({ data, error }) => told.push(error ?? data));
    await until('the snapshot is there', () => told.length > 0);
    await retailer.arrive(placed('u1'), approved('u1'));
    await until('a change is there', () => told.some((one) => JSON.stringify(one).includes('"u1"')));
    subscription.unsubscribe();
  });

  it.each(['GET', 'POST'] as const)(
    'go on from `Last-Event-ID` over %s, which wins over `after` and needs no snapshot',
    async (method) => {
      const [one, two] = [`${method}1`, `${method}2`];
      const first = await open({ method, query: readyAfter, variables: { snapshot: true } });
      await first.first(1);
      await retailer.arrive(placed(one), approved(one));
      await until('it was told of', () => first.events.some(({ data }) => data.includes(`"${one}"`)));
      const cursor = first.lastEventId();
      expect(first.events.at(-1)?.data).toContain(`"cursor":"${cursor}"`);
      first.close();
      await retailer.arrive(placed(two), approved(two));
      await retailer.arrive(canceled(one));
      for (const variables of [{}, { snapshot: true }, { after: 'another cursor' }]) {
        const again = await open({ method, query: readyAfter, variables, lastEventId: cursor });
        // Of two keys the order is not promised.
        expect(new Set(await again.first(2))).toEqual(
          new Set([change('DELETE', one, '2'), change('UPSERT', two, '1')]),
        );
        again.close();
      }
    },
  );

  it('tell at once where they begin, so that nothing is missed before the first change', async () => {
    const first = await open({});
    await until('the beginning is told', () => first.lastEventId() !== '');
    expect(first.events).toEqual([]);
    first.close();
    await retailer.arrive(placed('b1'), approved('b1'));
    const again = await open({ lastEventId: first.lastEventId() });
    expect(await again.first(1)).toEqual([change('UPSERT', 'b1', '1')]);
  });

  it('say what they are by their headers, and are kept alive by comments', async () => {
    const stream = await open({});
    expect(stream.response.status).toBe(200);
    expect(Object.fromEntries(stream.response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    expect(stream.response.headers.has('x-request-id')).toBe(true);
    await until('it was kept alive', () => stream.comments() >= 3);
    expect(stream.events).toEqual([]);
  });

  it('are one of a consumer’s connections', async () => {
    const replica = await retailer.startReplica({
      liveLimits: { ...defaultLiveLimits, socketsPerConsumer: 1 },
    });
    const first = await open({}, replica.url);
    const second = await open({}, replica.url);
    expect(second.response.status).toBe(429);
    expect(second.response.headers.get('retry-after')).toBe('1');
    expect(await second.response.json()).toMatchObject({
      errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }],
    });
    first.close();
    await until('the place is free', async () => (await open({}, replica.url)).response.status === 200);
    await replica.close();
  });
});

describe('an event stream that is asked for', () => {
  let retailer: LiveRetailer;
  let token: string;
  beforeAll(async () => {
    retailer = await startLiveRetailer('EMBEDDED');
    token = await tokenFor(warehouse);
    await retailer.arrive(placed('o1'), approved('o1'), placed('o2'), approved('o2'));
  }, 240_000);
  afterAll(() => retailer.close());

  const ask = (request: Partial<EventsRequest>): Promise<Events> =>
    openEvents(retailer.url, { token, query: ready, ...request });

  it.each(['GET', 'POST'] as const)('is one event for a query over %s', async (method) => {
    const stream = await ask({ method, query: '{ fulfillmentOrderReadyV1(orderId: "o1") { orderId } }' });
    await stream.ended();
    expect(stream.events.map(({ type }) => type)).toEqual(['next', 'complete']);
    expect(await stream.first(1)).toEqual([
      {
        data: { fulfillmentOrderReadyV1: { orderId: 'o1' } },
        extensions: { contracts: [expect.objectContaining({ name: 'fulfillment_order_ready' })] },
      },
    ]);
  });

  it('is not given to who prefers JSON, and a subscription in JSON is refused with how to subscribe', async () => {
    const headers = { accept: 'application/graphql-response+json, application/json, text/event-stream' };
    const query = await ask({ headers, query: '{ contracts { name } }' });
    expect(query.response.headers.get('content-type')).toContain('application/graphql-response+json');
    const subscription = await ask({ headers });
    expect(subscription.response.status).toBe(400);
    expect(await subscription.response.json()).toEqual({
      errors: [
        {
          message: 'A subscription is not answered with JSON.',
          extensions: {
            ...{ code: 'BAD_USER_INPUT', fix: expect.stringContaining('text/event-stream') },
            traceId: expect.any(String),
          },
        },
      ],
    });
  });

  it.each<readonly [string, string, Partial<EventsRequest>]>([
    ['no GraphQL', 'GRAPHQL_PARSE_FAILED', { query: 'subscription {' }],
    ['another’s contract', 'GRAPHQL_VALIDATION_FAILED', { query: 'subscription { nothing { kind } }' }],
    ['a query of nothing', 'GRAPHQL_VALIDATION_FAILED', { query: '{ nothing }' }],
    ['too much', 'LIMIT_EXCEEDED', { query: `subscription { ${`${name} { kind } `.repeat(1_500)} }` }],
    ['a wrong variable', 'BAD_USER_INPUT', { query: readyAfter, variables: { snapshot: 'yes' } }],
    ['a wrong id', 'CURSOR_INVALID', { lastEventId: 'nothing' }],
    ['a wrong cursor', 'CURSOR_INVALID', { query: readyAfter, variables: { after: 'nothing' } }],
    ['a mutation', 'BAD_USER_INPUT', { query: 'mutation { a }' }],
    ['no text', 'BAD_REQUEST', { query: '' }],
  ])(
    'is told of what is wrong with its operation on the stream: %s with %s',
    async (_what, code, request) => {
      const stream = await ask(request);
      expect(stream.response.status).toBe(200);
      expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      await stream.ended();
      expect(stream.events.map(({ type, id }) => [type, id])).toEqual([
        ['next', ''],
        ['complete', ''],
      ]);
      expect(await stream.first(1)).toEqual([
        {
          errors: expect.arrayContaining([
            expect.objectContaining({ extensions: expect.objectContaining({ code }) }),
          ]),
        },
      ]);
    },
  );

  it.each<readonly [string, unknown, Readonly<Record<string, unknown>>]>([
    ['GRAPHQL_PARSE_FAILED', 'subscription {', {}],
    ['GRAPHQL_VALIDATION_FAILED', 'subscription { nothing { kind } }', {}],
    ['GRAPHQL_VALIDATION_FAILED', '{ nothing }', {}],
    [
      'GRAPHQL_VALIDATION_FAILED',
      'subscription ($isAsked: Boolean!) { fulfillmentOrderReadyV1 @include(if: $isAsked) { kind } }',
      { isAsked: true },
    ],
    ['CURSOR_INVALID', readyAfter, { after: 'nothing' }],
  ])('tells the official client of %s once, in %j', async (code, query, variables) => {
    let requests = 0;
    const client = createClient({
      url: `${retailer.url}/graphql`,
      headers: () => {
        requests += 1;
        return { authorization: `Bearer ${token}` };
      },
    });
    const told: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      client.subscribe(
        { query: String(query), variables },
        {
          next: ({ errors }) => told.push(errors?.[0]?.extensions['code']),
          error: reject,
          complete: resolve,
        },
      );
    });
    expect(told).toEqual([code]);
    expect(requests).toBe(1);
    client.dispose();
  });

  it.each<readonly [string, 'GET' | 'POST', string | undefined, number, string]>([
    ['an object without a query', 'POST', '{}', 200, 'BAD_REQUEST'],
    ['a URL without a query', 'GET', undefined, 200, 'BAD_REQUEST'],
    ['no JSON', 'POST', '{', 400, 'BAD_USER_INPUT'],
    ['too much', 'POST', JSON.stringify({ query: ' '.repeat(600_000) }), 413, 'LIMIT_EXCEEDED'],
  ])(
    'is told of a request without an operation on the stream where it can be read: %s by %s',
    async (_what, method, body, status, code) => {
      const response = await fetch(`${retailer.url}/graphql`, {
        method,
        headers: {
          ...{ accept: 'text/event-stream', authorization: `Bearer ${token}` },
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
      });
      expect(response.status).toBe(status);
      const text = await response.text();
      if (status === 200) expect(text).toMatch(/^event: next\ndata: .*\n\nevent: complete\ndata:\n\n$/);
      const told: unknown = JSON.parse(/\{.*\}/.exec(text)?.[0] ?? 'null');
      expect(told).toMatchObject({
        errors: [{ extensions: { code, traceId: response.headers.get('x-request-id') } }],
      });
    },
  );

  it.each<readonly [string, string, number, Partial<EventsRequest>]>([
    ['no token', 'UNAUTHENTICATED', 401, { token: 'nobody' }],
    ['no JSON', 'BAD_USER_INPUT', 415, { headers: { 'content-type': 'text/plain' } }],
  ])(
    'is refused as a request before anything is looked at: for %s with %s (%d)',
    async (_what, code, status, request) => {
      const { response } = await ask(request);
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toMatch(/^application\/json/);
      expect(await response.json()).toEqual({
        errors: expect.arrayContaining([
          expect.objectContaining({ extensions: expect.objectContaining({ code }) }),
        ]),
      });
    },
  );

  it('is refused with CURSOR_EXPIRED to who lost it within a snapshot', async () => {
    const stream = await ask({ query: readyAfter, variables: { snapshot: true } });
    await stream.first(3);
    stream.close();
    const [row] = stream.events;
    expect(row?.data).toContain('"SNAPSHOT"');
    const again = await ask({ query: readyAfter, variables: { snapshot: true }, lastEventId: row?.id });
    await again.ended();
    expect(again.events.map(({ type }) => type)).toEqual(['next', 'complete']);
    expect(await again.first(1)).toMatchObject([{ errors: [{ extensions: { code: 'CURSOR_EXPIRED' } }] }]);
  });
});
