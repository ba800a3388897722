import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClinicGateway, research, startClinic, tokenFor } from '../../../support/clinicGateway.ts';
import { openRaw, type RawOptions, type RawSocket } from '../../../support/live/openRaw.ts';
import { upgradeByHand } from '../../../support/live/rawFrames.ts';
import { until } from '../../../support/until.ts';

/** https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md, message by message and code by code. */
describe('graphql-transport-ws', () => {
  let clinic: ClinicGateway;
  let authorization: string;
  let open: RawSocket[] = [];
  let seen = 0;
  beforeAll(async () => {
    clinic = await startClinic();
    authorization = `Bearer ${await tokenFor(research)}`;
  });
  afterEach(() => {
    for (const socket of open) socket.close();
    open = [];
    // Whatever clients do wrong is nothing that an operator must know.
    const logged = clinic.logText();
    expect(logged.slice(seen)).not.toContain('"level":"error"');
    seen = logged.length;
  });
  afterAll(() => clinic.close());

  async function opened(options: RawOptions = {}): Promise<RawSocket> {
    const raw = await openRaw(clinic.url, { headers: { authorization }, ...options });
    open.push(raw);
    return raw;
  }

  async function begun(): Promise<RawSocket> {
    const raw = await opened();
    await raw.init();
    return raw;
  }

  const follow = 'subscription { clinicVisitV1(snapshot: true) { kind cursor } }';
  const subscribe = (id: string, query = follow) => ({ id, type: 'subscribe', payload: { query } });

  describe('4400: what is no message of a client', () => {
    it.each([
      '',
      'null',
      '[]',
      '{}',
      '"ping"',
      '{"type":',
      '{"type":1}',
      '{"type":"nothing"}',
      '{"type":"start","id":"1","payload":{"query":"{ __typename }"}}',
      '{"type":"connection_ack"}',
      '{"type":"next","id":"1","payload":{}}',
      '{"type":"error","id":"1","payload":[{"message":"x"}]}',
      '{"type":"ping","payload":"x"}',
      '{"type":"complete"}',
      '{"type":"subscribe","payload":{"query":"{ __typename }"}}',
      '{"type":"subscribe","id":"","payload":{"query":"{ __typename }"}}',
      '{"type":"subscribe","id":1,"payload":{"query":"{ __typename }"}}',
      '{"type":"subscribe","id":"1"}',
      '{"type":"subscribe","id":"1","payload":{"query":1}}',
      '{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","variables":[]}}',
      '{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","operationName":1}}',
    ])('%s', async (text) => {
      const raw = await begun();
      raw.socket.send(text);
      expect(await raw.closed).toEqual({ code: 4400, reason: 'Invalid message received' });
    });

    it('a ping that is too deep to be answered, and an id that is too long', async () => {
      const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      const long = 'x'.repeat(257);
      const texts = [
        `{"type":"ping","payload":{"deep":${deep}}}`,
        `{"type":"ping","payload":{"deep":${'['.repeat(64)}1${']'.repeat(64)}}}`,
        JSON.stringify(subscribe(long)),
        JSON.stringify({ type: 'complete', id: long }),
      ];
      for (const text of texts) {
        const raw = await begun();
        raw.socket.send(text);
        expect(await raw.closed).toEqual({ code: 4400, reason: 'Invalid message received' });
      }
    });

    it('a binary frame, before anything is known and after', async () => {
      for (const raw of [await opened(), await begun()]) {
        raw.socket.send(Buffer.from('{"type":"ping"}'));
        expect(await raw.closed).toMatchObject({ code: 4400 });
      }
    });

    it('a payload of connection_init that is no object', async () => {
      const raw = await opened();
      raw.send({ type: 'connection_init', payload: authorization });
      expect(await raw.closed).toMatchObject({ code: 4400 });
    });

    it('is not answered after that', async () => {
      const raw = await begun();
      raw.socket.send('{}');
      raw.send({ type: 'ping' });
      raw.send(subscribe('1'));
      await raw.closed;
      expect(raw.messages.map(({ type }) => type)).toEqual(['connection_ack']);
    });
  });

  it('attack 45: 4401: subscribe before connection_init, and before it is acknowledged', async () => {
    const early = await opened();
    early.send(subscribe('1'));
    expect(await early.closed).toEqual({ code: 4401, reason: 'Unauthorized' });
    const hasty = await opened();
    hasty.send({ type: 'connection_init' });
    hasty.send(subscribe('1'));
    expect(await hasty.closed).toMatchObject({ code: 4401 });
    expect([...early.messages, ...hasty.messages]).toEqual([]);
  });

  it('4403: no token, and one that is none', async () => {
    const headers = { origin: clinic.url };
    for (const payload of [undefined, {}, { authorization: 'Bearer x.y.z' }, { authorization: 1 }]) {
      const raw = await opened({ headers });
      raw.send({ type: 'connection_init', payload });
      const { code, reason } = await raw.closed;
      expect(code).toBe(4403);
      expect(reason).toMatch(/^UNAUTHENTICATED: /);
    }
  });

  it('attack 45: 4406: no subprotocol, and the one of subscriptions-transport-ws', async () => {
    const raw = await opened({ protocols: [] });
    expect(await raw.closed).toEqual({ code: 4406, reason: 'Subprotocol not acceptable' });
    for (const protocol of ['graphql-ws', 'graphql-transport-ws2', 'mqtt']) {
      const connection = await upgradeByHand(clinic.url, {
        ...{ authorization, 'Sec-WebSocket-Protocol': protocol },
      });
      expect(connection.head).toMatch(/^HTTP\/1\.1 101/);
      expect(connection.head).not.toMatch(/sec-websocket-protocol/i);
      expect(await connection.ended()).toBe(4406);
      connection.socket.destroy();
    }
    const both = await opened({ protocols: ['graphql-ws', 'graphql-transport-ws'] });
    expect(both.socket.protocol).toBe('graphql-transport-ws');
  });

  describe('attack 45: 4409: an id that is in use', () => {
    it.each(['1', 'ä'.repeat(256), '__proto__', '"\\\ud800'])('%j', async (id) => {
      const raw = await begun();
      raw.send(subscribe(id));
      await raw.heard('a message', ({ type }) => type === 'next');
      raw.send(subscribe(id, '{ __typename }'));
      const { code, reason } = await raw.closed;
      expect(code).toBe(4409);
      expect(reason).toMatch(/^Subscriber for /);
    });
  });

  it('attack 45: 4429: connection_init twice, acknowledged or not', async () => {
    const patient = await begun();
    patient.send({ type: 'connection_init' });
    expect(await patient.closed).toEqual({ code: 4429, reason: 'Too many initialisation requests' });
    const hasty = await opened();
    hasty.send({ type: 'connection_init' });
    hasty.send({ type: 'connection_init' });
    expect(await hasty.closed).toMatchObject({ code: 4429 });
  });

  it('answers ping with its payload, at any time, and takes pong for what it is', async () => {
    const raw = await opened();
    raw.send({ type: 'ping' });
    raw.send({ type: 'ping', payload: { at: 1 } });
    raw.send({ type: 'pong', payload: { at: 2 } });
    await raw.init();
    raw.send({ type: 'ping', payload: { at: 3 } });
    await raw.heard('the last pong', ({ payload }) => JSON.stringify(payload) === '{"at":3}');
    expect(raw.messages).toEqual([
      { type: 'pong' },
      { type: 'pong', payload: { at: 1 } },
      { type: 'connection_ack' },
      { type: 'pong', payload: { at: 3 } },
    ]);
  });

  it('answers a query with next and complete, and frees its id', async () => {
    const raw = await begun();
    for (let count = 1; count <= 3; count += 1) {
      raw.send(subscribe('1', '{ __typename }'));
      await until('it is complete', () => raw.messages.length === 1 + 2 * count, { pollMs: 5 });
    }
    expect(raw.messages.slice(1, 3)).toEqual([
      { id: '1', type: 'next', payload: { data: { __typename: 'Query' } } },
      { id: '1', type: 'complete' },
    ]);
  });

  it('says by error why an operation is not executed, completes it by nothing else, and frees its id', async () => {
    const raw = await begun();
    const wrong = [
      '{ nothing }',
      '{',
      'subscription { nothing }',
      'subscription { a: __typename }',
      'mutation { a }',
    ];
    for (const [at, query] of wrong.entries()) {
      raw.send(subscribe('1', query));
      await until('it is answered', () => raw.messages.length === at + 2, { pollMs: 5 });
    }
    raw.send(subscribe('1', '{ __typename }'));
    await raw.heard('complete', ({ type }) => type === 'complete');
    expect(raw.messages.map(({ type }) => type)).toEqual([
      'connection_ack',
      ...wrong.map(() => 'error'),
      ...['next', 'complete'],
    ]);
  });

  it('ends an operation that its client completes, and frees its id at once', async () => {
    const raw = await begun();
    for (let count = 0; count < 30; count += 1) {
      raw.send(subscribe('1'));
      raw.send({ id: '1', type: 'complete' });
    }
    raw.send({ id: '1', type: 'complete' });
    raw.send({ id: 'nobody', type: 'complete' });
    raw.send(subscribe('1', 'query Last { __typename }'));
    await raw.heard('complete', ({ type }) => type === 'complete');
    // Of those that were completed at once nothing was told, and they took nothing of the last one's.
    expect(
      raw.messages.filter(({ payload }) => JSON.stringify(payload ?? null).includes('Query')),
    ).toHaveLength(1);
    expect(raw.messages.filter(({ type }) => type === 'complete')).toHaveLength(1);
    expect(raw.messages.at(-1)).toEqual({ id: '1', type: 'complete' });
    raw.send(subscribe('2'));
    await raw.heard('a message of another', ({ id }) => id === '2');
    raw.send({ id: '2', type: 'complete' });
    raw.send(subscribe('2'));
    await until(
      'the next of the same id has begun',
      () => raw.messages.filter(({ id }) => id === '2').length >= 2,
    );
    expect(raw.messages.filter(({ id }) => id === '2').map(({ type }) => type)).not.toContain('complete');
  });
});

it('4408: no connection_init in time', async () => {
  const clinic = await startClinic({ liveLimits: { handshakeMs: 200 } });
  const raw = await openRaw(clinic.url, { headers: { authorization: `Bearer ${await tokenFor(research)}` } });
  raw.send({ type: 'ping' });
  expect(await raw.closed).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
  await clinic.close();
});
