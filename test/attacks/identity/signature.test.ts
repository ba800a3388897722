import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  authenticator,
  forge,
  goodClaims,
  goodHeader,
  hs256,
  pem,
  refusalOf,
  rs256,
  rsa,
  tokenWith,
  trusted,
  unauthenticated,
} from '../../support/forgedTokens.ts';

const authenticate = authenticator();
const seen = async (token: string, verify = authenticate) =>
  (await refusalOf(verify(`Bearer ${token}`, undefined))).seen;

describe('a good token', () => {
  it('is accepted, so that a refusal below means something', async () => {
    await expect(authenticate(`Bearer ${tokenWith({})}`, undefined)).resolves.toMatchObject({
      consumer: 'desk',
    });
    const token = forge({ alg: 'RS256' }, goodClaims, rs256);
    const byRsa = authenticator(pem(rsa.publicKey));
    await expect(byRsa(`Bearer ${token}`, undefined)).resolves.toMatchObject({ consumer: 'desk' });
  });
});

describe('attack 31: no signature', () => {
  it.each(['none', 'None', 'NONE', 'nOnE', ''])('alg %p, with and without a signature', async (alg) => {
    const unsigned = forge({ alg }, goodClaims, () => Buffer.alloc(0));
    expect(await seen(unsigned)).toBe(unauthenticated);
    expect(await seen(unsigned.slice(0, -1))).toBe(unauthenticated);
    expect(await seen(forge({ alg }, goodClaims))).toBe(unauthenticated);
    expect(await seen(forge({ alg }, goodClaims, () => Buffer.from('x')))).toBe(unauthenticated);
  });

  it.each([undefined, null, 0, ['EdDSA'], { toString: 'EdDSA' }])('alg %p', async (alg) => {
    expect(await seen(forge({ ...goodHeader, alg }, goodClaims))).toBe(unauthenticated);
  });

  it('a changed claim or a cut signature', async () => {
    const [header = '', , signature = ''] = tokenWith({}).split('.');
    const claims = Buffer.from(JSON.stringify({ ...goodClaims, sub: 'other' })).toString('base64url');
    expect(await seen(`${header}.${claims}.${signature}`)).toBe(unauthenticated);
    expect(await seen(tokenWith({}).slice(0, -8))).toBe(unauthenticated);
  });

  it('a signature of another key', async () => {
    const stranger = generateKeyPairSync('ed25519');
    const token = forge(goodHeader, goodClaims, (input) => sign(null, input, stranger.privateKey));
    expect(await seen(token)).toBe(unauthenticated);
  });
});

describe('attack 32: RS256 to HS256 with the public key', () => {
  const byRsa = authenticator(pem(rsa.publicKey));
  const text = pem(rsa.publicKey);
  const secrets = [text, text.trim(), rsa.publicKey.export({ type: 'spki', format: 'der' })];

  it.each(['HS256', 'HS384', 'HS512', 'hs256', 'RS256'])('alg %s', async (alg) => {
    for (const secret of secrets) {
      expect(await seen(forge({ alg }, goodClaims, hs256(secret)), byRsa)).toBe(unauthenticated);
    }
  });

  it('an algorithm of another key type', async () => {
    expect(await seen(forge({ alg: 'ES256' }, goodClaims, rs256), byRsa)).toBe(unauthenticated);
    expect(await seen(forge({ alg: 'RS256' }, goodClaims), authenticate)).toBe(unauthenticated);
    expect(await seen(forge({ alg: 'RS256' }, goodClaims, hs256(pem(trusted.publicKey))))).toBe(
      unauthenticated,
    );
  });
});

describe('attack 35: a header that chooses the key', () => {
  const stranger = generateKeyPairSync('ed25519');
  const jwk = stranger.publicKey.export({ format: 'jwk' });
  const byStranger = (input: Buffer) => sign(null, input, stranger.privateKey);

  it.each([
    ['jwk', jwk],
    ['jku', 'http://127.0.0.1:9/jwks.json'],
    ['x5u', 'http://127.0.0.1:9/cert.pem'],
    ['x5c', ['MIIB']],
    ['crit', ['exp']],
    ['crit', []],
    ['b64', false],
    ['zip', 'DEF'],
    ['typ', 'logout+jwt'],
    ['typ', 7],
  ])('%s: %p, signed by it or by the trusted key', async (parameter, value) => {
    const header = { ...goodHeader, [parameter]: value };
    expect(await seen(forge(header, goodClaims, byStranger))).toBe(unauthenticated);
    expect(await seen(forge(header, goodClaims))).toBe(unauthenticated);
  });

  it.each(['../../../../dev/null', "' or 1=1 --", 'http://127.0.0.1:9/', 'key\0.pem', '__proto__'])(
    'kid %p is only a name: it opens nothing and changes nothing',
    async (kid) => {
      const header = { ...goodHeader, kid };
      expect(await seen(forge(header, goodClaims, byStranger))).toBe(unauthenticated);
      // An HMAC with the content of the file that a path would have opened, which is empty.
      expect(await seen(forge({ ...header, alg: 'HS256' }, goodClaims, hs256('')))).toBe(unauthenticated);
      await expect(authenticate(`Bearer ${forge(header, goodClaims)}`, undefined)).resolves.toBeDefined();
    },
  );

  it.each([
    ['an object', {}],
    ['a list', ['a']],
    ['endless', 'a'.repeat(300)],
    ['a number', 7],
  ])('a kid that is %s', async (_what, kid) => {
    expect(await seen(forge({ ...goodHeader, kid }, goodClaims))).toBe(unauthenticated);
  });

  it('a parameter named twice', async () => {
    expect(await seen(forge('{"alg":"none","alg":"EdDSA"}', goodClaims))).toBe(unauthenticated);
  });
});
