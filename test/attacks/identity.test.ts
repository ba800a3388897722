import { createHmac, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import {
  developmentPrivateKey,
  developmentPublicKey,
} from '../../src/policy/identity/developmentIdentity.ts';
import {
  type Answer,
  type ClinicGateway,
  clinicNow,
  type Method,
  methods,
  research,
  startClinic,
  tokenFor,
} from '../support/clinicGateway.ts';
import { askOverSocket } from '../support/live/askOverSocket.ts';
import { untraced } from '../support/untraced.ts';

let clinic: ClinicGateway;
beforeAll(async () => {
  clinic = await startClinic();
});
afterAll(() => clinic.close());

const query = '{ __typename contracts { name } }';
const now = Math.floor(clinicNow.getTime() / 1000);
const claims = {
  iss: 'concordat-development',
  aud: 'concordat',
  sub: 'research-group',
  purpose: 'RESEARCH',
  exp: now + 600,
  iat: now,
};

/** The claims but for one. */
const without = (name: string) =>
  Object.fromEntries(Object.entries(claims).filter(([claim]) => claim !== name));

const part = (json: unknown) =>
  Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)).toString('base64url');

async function signed(
  payload: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { importJWK } = await import('jose');
  return new SignJWT({ ...payload })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'concordat-development', ...header })
    .sign(await importJWK({ ...developmentPrivateKey }, 'EdDSA'));
}

function expectUnauthenticated(answer: Answer): void {
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  expect(answer.codes).toEqual(['UNAUTHENTICATED']);
  expect(answer.data).toBeUndefined();
}

const refused = async (method: Method, token: string) => {
  const answer = await clinic.ask({ method, token, query });
  expectUnauthenticated(answer);
  return answer.text;
};

describe.each(methods)('over %s', (method) => {
  it('takes a good token', async () => {
    expect((await clinic.ask({ method, token: await signed(claims), query })).status).toBe(200);
  });

  it('attack 31: alg: none', async () => {
    for (const alg of ['none', 'None', 'NONE', '']) {
      await refused(method, `${part({ alg })}.${part(claims)}.`);
      await refused(method, `${part({ alg })}.${part(claims)}.${part('x')}`);
    }
  });

  it('attack 32: RS256 → HS256 with the public key', async () => {
    for (const key of [
      developmentPublicKey,
      developmentPrivateKey.x,
      Buffer.from(developmentPrivateKey.x, 'base64url'),
    ]) {
      const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
      await refused(method, `${head}.${createHmac('sha256', key).update(head).digest('base64url')}`);
    }
  });

  it('attack 33: expired, not yet valid, no exp', async () => {
    await refused(method, await signed({ ...claims, exp: now - 1 }));
    await refused(method, await signed({ ...claims, nbf: now + 3_600 }));
    await refused(method, await signed(without('exp')));
  });

  it('attack 34: wrong or missing iss, aud; array aud', async () => {
    await refused(method, await signed({ ...claims, iss: 'somebody' }));
    await refused(method, await signed({ ...claims, aud: 'something' }));
    await refused(method, await signed({ ...claims, aud: ['something', 'else'] }));
    await refused(method, await signed(without('iss')));
    await refused(method, await signed(without('aud')));
    expect(
      (await clinic.ask({ method, token: await signed({ ...claims, aud: ['other', 'concordat'] }), query }))
        .status,
    ).toBe(200);
  });

  it('attack 35: kid as path, SQL, URL; jku, x5u, embedded jwk', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const own = { jwk: publicKey.export({ format: 'jwk' }) };
    for (const header of [
      { kid: '../../../../dev/null' },
      { kid: "' or '1'='1" },
      { kid: 'http://127.0.0.1:1/key' },
      { jku: 'http://127.0.0.1:1/keys' },
      { x5u: 'http://127.0.0.1:1/cert' },
      own,
    ]) {
      const token = await new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'EdDSA', ...header })
        .sign(privateKey);
      await refused(method, token);
    }
  });

  it('every bad token is answered in the same words', async () => {
    const texts = [
      await refused(method, 'nonsense'),
      await refused(method, await signed({ ...claims, exp: now - 1 })),
      await refused(method, await signed({ ...claims, iss: 'x' })),
      await refused(method, `${part({ alg: 'none' })}.${part(claims)}.`),
    ];
    expect(new Set(texts.map(untraced)).size).toBe(1);
  });

  it('attack 38: duplicate or array claims, __proto__ claim', async () => {
    const head = part({ alg: 'EdDSA', kid: 'concordat-development' });
    const twice = `{"iss":"concordat-development","aud":"concordat","sub":"research-group","sub":"care-team","purpose":"RESEARCH","purpose":"CARE","exp":${now + 600}}`;
    const { createPrivateKey, sign } = await import('node:crypto');
    const key = createPrivateKey({ key: { ...developmentPrivateKey }, format: 'jwk' });
    const body = `${head}.${part(twice)}`;
    await refused(method, `${body}.${sign(null, Buffer.from(body), key).toString('base64url')}`);
    await refused(method, await signed({ ...claims, sub: ['research-group', 'care-team'] }));
    const polluted = await signed({
      ...claims,
      ['__proto__']: { purpose: 'CARE', isAdmin: true },
      doctor: ['d1', 'd2'],
    });
    const answer = await clinic.ask({
      method,
      token: polluted,
      query: '{ contracts { name } doctorStatementV1List { totalCount } }',
    });
    expect(answer.text).not.toContain('doctor_statement');
  });

  it('attack 40: purpose, region, consumer by argument, header or variable', async () => {
    const headers = {
      'x-concordat-consumer': 'care-team',
      'x-concordat-region': 'SOUTH',
      'x-consumer': 'care-team',
      'x-forwarded-user': 'care-team',
    };
    const rows = '{ clinicVisitV1List { totalCount nodes { email } } }';
    const plain = await clinic.ask({ method, query: rows });
    const widened = await clinic.ask({
      method,
      query: rows,
      headers,
      variables: { purpose: 'CARE', region: 'SOUTH', consumer: 'care-team' },
    });
    expect(widened.data).toEqual(plain.data);
    for (const purpose of ['CARE', 'care', 'RESEARCH, CARE', 'RESEARCH,AUDIT', '*', '__proto__', 'AUDIT']) {
      const answer = await clinic.ask({ method, query: rows, headers: { 'x-concordat-purpose': purpose } });
      expect([purpose, answer.status, answer.codes]).toEqual([purpose, 403, ['FORBIDDEN']]);
    }
    for (const argument of ['purpose: CARE', 'region: SOUTH', 'regions: [SOUTH]', 'consumer: "care-team"']) {
      expect(
        (await clinic.ask({ method, query: `{ clinicVisitV1List(${argument}) { totalCount } }` })).status,
      ).toBe(400);
    }
    const south = await clinic.ask({
      method,
      query:
        '{ clinicVisitV1List(where: { or: [{ region: { eq: SOUTH } }, { region: { isNull: true } }] }) { totalCount } }',
    });
    expect(south.data).toEqual({ clinicVisitV1List: { totalCount: 0 } });
  });

  it('attack 40: a purpose must be chosen among several, and may only be narrowed', async () => {
    const token = await tokenFor({ ...research, purposes: ['RESEARCH', 'AUDIT'] });
    const ask = (headers: Record<string, string>) =>
      clinic.ask({ method, token, query: '{ clinicVisitV1(visitId: "v1") { history { email } } }', headers });
    expect((await ask({})).codes).toEqual(['PURPOSE_REQUIRED']);
    expect((await ask({ 'x-concordat-purpose': 'RESEARCH' })).status).toBe(200);
    expect((await ask({ 'x-concordat-purpose': 'AUDIT' })).status).toBe(400);
    expect((await ask({ 'x-concordat-purpose': 'CARE' })).codes).toEqual(['FORBIDDEN']);
  });

  it('attack 42: an agreement that ended yesterday', async () => {
    const ended = await clinic.ask({
      method,
      as: { consumer: 'former-partner', purposes: ['RESEARCH'] },
      query,
    });
    const unknown = await clinic.ask({ method, as: { consumer: 'nobody', purposes: ['RESEARCH'] }, query });
    expect([ended.status, ended.codes]).toEqual([403, ['FORBIDDEN']]);
    expect(untraced(ended.text)).toBe(untraced(unknown.text));
  });

  it('answers nobody without a token, and no token elsewhere than in its header', async () => {
    const token = await tokenFor(research);
    if (method === 'SOCKET') {
      const asked = { query, variables: undefined, operationName: undefined };
      const headers = [
        {},
        { cookie: `authorization=${token}` },
        { authorization: `Basic ${btoa('research-group:x')}` },
      ];
      const refused = await Promise.all(headers.map((one) => askOverSocket(clinic.url, one, asked)));
      expect(refused.map(({ status }) => status)).toEqual([403, 403, 401]);
      return;
    }
    const at = `${clinic.url}/graphql`;
    const body = JSON.stringify({ query });
    const tries = [
      method === 'GET'
        ? await fetch(`${at}?query=${encodeURIComponent(query)}&access_token=${token}`)
        : await fetch(at, {
            method,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ query, extensions: { authorization: token } }),
          }),
      await fetch(at, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: `authorization=${token}` },
        body,
      }),
      await fetch(at, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Basic ${btoa('research-group:x')}` },
        body,
      }),
    ];
    expect(tries.map(({ status }) => status)).toEqual([401, 401, 401]);
  });
});
