import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { care, type ClinicGateway, research, startClinic, tokenFor } from '../../../support/clinicGateway.ts';
import { openRaw, RefusedUpgrade, type RawSocket } from '../../../support/live/openRaw.ts';
import { upgradeByHand } from '../../../support/live/rawFrames.ts';
import { toAnswer } from '../../../support/toAnswer.ts';
import { untraced } from '../../../support/untraced.ts';

let clinic: ClinicGateway;
let tokens: Readonly<Record<'research' | 'care' | 'several', string>>;
let open: RawSocket[] = [];
beforeAll(async () => {
  clinic = await startClinic({ allowedOrigins: ['https://page.example'] });
  tokens = {
    research: `Bearer ${await tokenFor(research)}`,
    care: `Bearer ${await tokenFor(care)}`,
    several: `Bearer ${await tokenFor({ ...research, purposes: ['RESEARCH', 'AUDIT'] })}`,
  };
});
afterEach(() => {
  for (const socket of open) socket.close();
  open = [];
});
afterAll(() => clinic.close());

type Sent = Readonly<Record<string, string>>;

async function opened(headers: Sent): Promise<RawSocket> {
  const raw = await openRaw(clinic.url, { headers });
  open.push(raw);
  return raw;
}

/** What a caller sees of a masked field, and whether it has the link that only some purposes have; or why it was sent away. */
async function seen(headers: Sent, params: Readonly<Record<string, unknown>>): Promise<string> {
  const raw = await opened(headers);
  raw.send({ type: 'connection_init', payload: params });
  const outcome = await Promise.race([
    raw.heard('an acknowledgement', ({ type }) => type === 'connection_ack').catch(() => undefined),
    raw.closed,
  ]);
  if (outcome === undefined || 'code' in outcome) {
    const { code, reason } = await raw.closed;
    return `${code} ${reason.replace(/:.*/, '')}`;
  }
  const query =
    '{ __type(name: "ClinicVisitV1") { fields { name } } clinicVisitV1(visitId: "v1") { diagnosis } }';
  raw.send({ id: '1', type: 'subscribe', payload: { query } });
  const { payload } = await raw.heard('an answer', ({ id }) => id === '1');
  const text = JSON.stringify(payload);
  return `${text.includes('Influenza') ? 'clear' : 'masked'}${text.includes('"history"') ? ', linked' : ''}`;
}

describe('attack 40: who asks, and why, on a socket', () => {
  const page = 'https://page.example';

  it('is said by the header, or by connection_init in any case of the name', async () => {
    expect(await seen({ authorization: tokens.care }, {})).toBe('clear, linked');
    for (const name of ['authorization', 'Authorization', 'AUTHORIZATION'])
      expect(await seen({ origin: page }, { [name]: tokens.care })).toBe('clear, linked');
  });

  it('is what the header says where both say something', async () => {
    expect(await seen({ authorization: tokens.research }, { authorization: tokens.care })).toBe(
      'masked, linked',
    );
    expect(await seen({ authorization: tokens.research }, { authorization: 'Bearer x.y.z' })).toBe(
      'masked, linked',
    );
  });

  it('is nobody where it is said twice, or by anything that is no text', async () => {
    for (const params of [
      { authorization: tokens.research, Authorization: tokens.care },
      { authorization: tokens.care, Authorization: tokens.care },
      { authorization: [tokens.care] },
      { authorization: { toString: tokens.care } },
      { headers: { authorization: tokens.care } },
      { token: tokens.care, authToken: tokens.care },
      { __proto__: { authorization: tokens.care } },
    ])
      expect(await seen({ origin: page }, params)).toBe('4403 UNAUTHENTICATED');
    expect(
      await seen({ origin: page }, { authorization: tokens.care, 'x-concordat-purpose': 'RESEARCH' }),
    ).toBe('4403 FORBIDDEN');
  });

  it.each([
    ['header', (purpose: string) => [{ 'x-concordat-purpose': purpose }, {}] as const],
    ['connection_init', (purpose: string) => [{}, { 'X-Concordat-Purpose': purpose }] as const],
  ])('may be narrowed by a purpose in the %s, and by nothing widened', async (_where, at) => {
    const ask = (token: string, purpose: string) => {
      const [headers, params] = at(purpose);
      return seen({ origin: page, ...headers }, { authorization: token, ...params });
    };
    expect(await ask(tokens.several, 'RESEARCH')).toBe('masked, linked');
    expect(await ask(tokens.several, 'AUDIT')).toBe('masked');
    expect(await ask(tokens.several, 'CARE')).toBe('4403 FORBIDDEN');
    expect(await ask(tokens.research, 'AUDIT')).toBe('4403 FORBIDDEN');
    expect(await ask(tokens.research, 'CARE')).toBe('4403 FORBIDDEN');
    expect(await ask(tokens.research, 'RESEARCH, AUDIT')).toBe('4403 FORBIDDEN');
  });

  it('has one purpose, which must be said where there is a choice', async () => {
    expect(await seen({ origin: page }, { authorization: tokens.several })).toBe('4403 PURPOSE_REQUIRED');
    // A purpose that is given and cannot be read is not none.
    for (const purpose of [['RESEARCH'], 1, {}, true])
      expect(
        await seen({ origin: page }, { authorization: tokens.research, 'x-concordat-purpose': purpose }),
      ).toBe('4403 FORBIDDEN');
    expect(
      await seen(
        { origin: page },
        {
          authorization: tokens.research,
          'x-concordat-purpose': 'RESEARCH',
          'X-Concordat-Purpose': 'RESEARCH',
        },
      ),
    ).toBe('4403 FORBIDDEN');
    expect(
      await seen(
        { authorization: tokens.several, 'x-concordat-purpose': 'AUDIT' },
        { 'x-concordat-purpose': 'RESEARCH' },
      ),
    ).toBe('masked');
  });

  it('is not said by other params, arguments of the URL or cookies', async () => {
    const params = {
      consumer: 'care-team',
      purpose: 'CARE',
      region: 'SOUTH',
      regions: 'ALL',
      sub: 'care-team',
    };
    expect(await seen({ authorization: tokens.research, ...params }, params)).toBe('masked, linked');
  });

  it('is refused with 401 by the header before there is a socket, and said once', async () => {
    const refused = async (headers: Sent) => {
      const error: unknown = await openRaw(clinic.url, { headers }).catch((reason: unknown) => reason);
      if (!(error instanceof RefusedUpgrade)) throw new Error('it was not refused');
      return toAnswer(error.response);
    };
    const bad = await refused({ authorization: 'Bearer x.y.z' });
    expect([bad.status, bad.codes]).toEqual([401, ['UNAUTHENTICATED']]);
    expect(bad.headers.get('www-authenticate')).toBe('Bearer realm="concordat"');
    const wrong = await refused({ authorization: tokens.research, 'x-concordat-purpose': 'CARE' });
    expect([wrong.status, wrong.codes]).toEqual([403, ['FORBIDDEN']]);
    // A payload could name the purpose; there will be none.
    const several = await refused({ authorization: tokens.several });
    expect([several.status, several.codes]).toEqual([403, ['PURPOSE_REQUIRED']]);
    const twice = await upgradeByHand(clinic.url, {
      Authorization: tokens.research,
      authorization: 'Bearer x.y.z',
      'Sec-WebSocket-Protocol': 'graphql-transport-ws',
    });
    expect(twice.head).toMatch(/^HTTP\/1\.1 401/);
    const http = await clinic.ask({ query: '{ __typename }', token: 'x.y.z' });
    expect(untraced(bad.text)).toBe(untraced(http.text));
    const traceId = String(bad.errors[0]?.extensions['traceId']);
    // By it the operator finds the request, as any other.
    const lines = clinic
      .logText()
      .split('\n')
      .filter((line) => line.includes(`"traceId":"${traceId}"`));
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      {
        ...{ level: 'info', time: expect.any(String), msg: 'request', method: 'GET', path: '/graphql' },
        ...{ status: 401, upgrade: true, code: 'UNAUTHENTICATED', traceId, requestId: traceId },
      },
    ]);
  });
});

describe('attack 44: where a socket is opened from', () => {
  const statusOf = async (headers: Sent): Promise<number> => {
    const raw = await openRaw(clinic.url, { headers }).catch((error: unknown) => error);
    if (raw instanceof RefusedUpgrade) return raw.response.status;
    if (!(raw instanceof Error)) {
      open.push(raw as RawSocket);
      return 101;
    }
    throw raw;
  };

  it('is the gateway’s own page, one that was allowed, or no page but a program that says who it is', async () => {
    const { host } = new URL(clinic.url);
    expect(await statusOf({ origin: clinic.url })).toBe(101);
    expect(await statusOf({ origin: `https://${host}` })).toBe(101);
    expect(await statusOf({ origin: 'https://page.example' })).toBe(101);
    expect(await statusOf({ authorization: tokens.research })).toBe(101);
  });

  it.each([
    'https://evil.example',
    'null',
    '',
    'https://page.example.evil.example',
    'http://page.example',
    'https://page.example:444',
    'https://page.example, https://evil.example',
    'file://',
    'not a URL',
    'http://127.0.0.1',
    'http://localhost:1',
  ])('attack 44: is not %p, with a token or without', async (origin) => {
    expect(await statusOf({ origin })).toBe(403);
    expect(await statusOf({ origin, authorization: tokens.research })).toBe(403);
  });

  it('attack 44: is not nowhere for somebody who does not say who it is', async () => {
    expect(await statusOf({})).toBe(403);
    expect(await statusOf({ cookie: `authorization=${tokens.research}` })).toBe(403);
  });
});

describe('a connection that asks for another protocol', () => {
  it('is answered over HTTP as if it had not, for clients that would like HTTP/2', async () => {
    const body = JSON.stringify({ query: '{ __typename }' });
    const connection = await upgradeByHand(clinic.url, {
      ...{ Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABkAAQAAP__' },
      ...{ authorization: tokens.research, 'content-type': 'application/json' },
      'content-length': String(Buffer.byteLength(body)),
    });
    connection.socket.destroy();
    // A GET without a document: what matters is who answers.
    expect(connection.head).toMatch(/^HTTP\/1\.1 400/);
    expect(connection.head).toMatch(/content-type: application\/json/i);
  });

  it('has no socket anywhere else', async () => {
    for (const path of ['/', '/graphiql', '/livez', '/graphql/', '/graphql2']) {
      const response = await openRaw(clinic.url.replace(/$/, path), {
        headers: { authorization: tokens.research },
      }).catch((error: unknown) => error);
      expect(response).toBeInstanceOf(RefusedUpgrade);
    }
  });
});
