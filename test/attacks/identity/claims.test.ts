import { describe, expect, it } from '@jest/globals';
import {
  audience,
  authenticator,
  forge,
  goodClaims,
  goodHeader,
  issuer,
  refusalOf,
  seconds,
  tokenWith,
  unauthenticated,
} from '../../support/forgedTokens.ts';

const authenticate = authenticator();
const seen = async (token: string) => (await refusalOf(authenticate(`Bearer ${token}`, undefined))).seen;
const accepted = async (token: string) => await authenticate(`Bearer ${token}`, undefined);

describe('attack 33: time', () => {
  it.each([
    ['expired a second ago', { exp: seconds - 1 }],
    ['expires now', { exp: seconds }],
    ['not valid for a second', { nbf: seconds + 1 }],
    ['without exp', { exp: undefined }],
    ['with exp null', { exp: null }],
    ['with exp as text', { exp: String(seconds + 60) }],
    ['with exp as list', { exp: [seconds + 60] }],
    ['with nbf as text', { nbf: String(seconds - 60) }],
    ['with exp beyond any date', { exp: 1e300 }],
  ])('a token that is %s', async (_what, claims) => {
    expect(await seen(tokenWith(claims))).toBe(unauthenticated);
  });

  it('a token that expires at infinity', async () => {
    const claims = JSON.stringify({ ...goodClaims, exp: 0 }).replace('"exp":0', '"exp":1e999');
    expect(await seen(forge(goodHeader, claims))).toBe(unauthenticated);
  });

  it('accepts one from nbf on until just before exp', async () => {
    const caller = await accepted(tokenWith({ nbf: seconds, exp: seconds + 1 }));
    expect(caller.expiresAt).toEqual(new Date((seconds + 1) * 1000));
  });
});

describe('attack 34: issuer and audience', () => {
  it.each([
    ['no iss', { iss: undefined }],
    ['another iss', { iss: 'https://login.example.org/' }],
    ['iss with a slash more', { iss: `${issuer}/` }],
    ['iss in other case', { iss: issuer.toUpperCase() }],
    ['iss as a list', { iss: [issuer] }],
    ['no aud', { aud: undefined }],
    ['another aud', { aud: 'concord' }],
    ['an aud that begins with ours', { aud: `${audience}-other` }],
    ['aud in other case', { aud: 'Concordat' }],
    ['an empty list', { aud: [] }],
    ['a list without ours', { aud: ['other', 'concord'] }],
    ['a list in a list', { aud: [[audience]] }],
    ['ours as an object', { aud: { [audience]: true } }],
    ['ours beside something that is no name', { aud: [audience, { a: 1 }] }],
    ['ours in a text of several', { aud: `other ${audience}` }],
  ])('%s', async (_what, claims) => {
    expect(await seen(tokenWith(claims))).toBe(unauthenticated);
  });

  it('accepts a list that names ours among others (RFC 7519, section 4.1.3)', async () => {
    await expect(accepted(tokenWith({ aud: ['other', audience] }))).resolves.toBeDefined();
  });
});

describe('attack 38: duplicate, list and prototype claims', () => {
  const withText = (text: string) =>
    forge(goodHeader, JSON.stringify(goodClaims).replace('"sub":"desk"', text));

  it.each([
    ['sub twice', '"sub":"desk","sub":"other"'],
    ['sub twice with the same value', '"sub":"desk","sub":"desk"'],
    ['sub twice, once escaped', '"sub":"desk","s\\u0075b":"other"'],
    ['a claim twice, deep inside', '"sub":"desk","x":[{"a":{"b":1,"b":2}}]'],
    ['__proto__ twice', '"sub":"desk","__proto__":1,"__proto__":{"sub":"other"}'],
  ])('%s', async (_what, text) => {
    expect(await seen(withText(text))).toBe(unauthenticated);
  });

  it.each([
    ['sub as a list', { sub: ['desk'] }],
    ['sub as an object', { sub: { name: 'desk' } }],
    ['sub as a number', { sub: 7 }],
    ['no sub', { sub: undefined }],
    ['an empty sub', { sub: '' }],
    ['a sub with NUL', { sub: 'desk\0' }],
    ['a sub with a lone surrogate', { sub: 'desk\ud800' }],
    ['no purpose', { purpose: undefined }],
    ['an empty purpose', { purpose: '' }],
    ['no purposes', { purpose: [] }],
    ['an empty purpose among others', { purpose: ['AUDIT', ''] }],
    ['purposes in lists', { purpose: [['AUDIT']] }],
    ['purposes as an object', { purpose: { AUDIT: true } }],
    ['purpose as a number', { purpose: 1 }],
  ])('%s', async (_what, claims) => {
    expect(await seen(tokenWith(claims))).toBe(unauthenticated);
  });

  it('a claim that is no text binds no row: it is left out', async () => {
    const caller = await accepted(
      tokenWith({ seller: ['s-1', 's-2'], branch: 7, all: true, team: { a: 'b' }, shop: 'x' }),
    );
    expect([...caller.claims.keys()].sort()).toEqual(['aud', 'iss', 'purpose', 'shop', 'sub']);
  });

  it('a claim called __proto__ gives nothing to anybody', async () => {
    const caller = await accepted(
      withText(
        '"sub":"desk","__proto__":{"seller":"s-1","purpose":["CARE"]},"constructor":{"prototype":{"seller":"s-1"}}',
      ),
    );
    expect(caller.claims.get('seller')).toBeUndefined();
    expect(caller.purposes).toEqual(['AUDIT']);
    expect(Reflect.get({}, 'seller')).toBeUndefined();
    expect(Object.getPrototypeOf(caller)).toBe(Object.prototype);
  });

  it('a text claim called __proto__ is one like any other', async () => {
    const caller = await accepted(withText('"sub":"desk","__proto__":"x"'));
    expect(caller.claims.get('__proto__')).toBe('x');
  });

  it.each([
    ['no JSON', 'sub=desk'],
    ['a list', '[{"sub":"desk"}]'],
    ['a text', '"desk"'],
    ['null', 'null'],
    ['invalid UTF-8', Buffer.concat([Buffer.from('{"sub":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])],
    ['too deep to be anything', '['.repeat(5000) + ']'.repeat(5000)],
  ])('claims that are %s', async (_what, claims) => {
    expect(await seen(forge(goodHeader, claims))).toBe(unauthenticated);
  });
});

describe('the Authorization header', () => {
  it.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['has another scheme', `Basic ${tokenWith({})}`],
    ['has no scheme', tokenWith({})],
    ['has two tokens', `Bearer ${tokenWith({})} ${tokenWith({})}`],
    ['was sent twice', `Bearer ${tokenWith({})}, Bearer ${tokenWith({})}`],
    ['has a token of five parts', `Bearer ${tokenWith({})}.e.f`],
    ['is longer than any token', `Bearer ${tokenWith({ filler: 'a'.repeat(10_000) })}`],
  ])('%s', async (_what, authorization) => {
    expect((await refusalOf(authenticate(authorization, undefined))).seen).toBe(unauthenticated);
  });

  it('keeps everything of the token out of the reason that is logged', async () => {
    const secret = 'desk-of-secrets';
    const tokens = [
      tokenWith({ sub: [secret] }),
      tokenWith({ iss: secret }),
      tokenWith({ aud: secret }),
      tokenWith({ sub: secret, exp: 1 }),
      forge({ alg: secret }, goodClaims),
      forge(goodHeader, { ...goodClaims, sub: secret }, () => Buffer.from('x')),
    ];
    for (const token of tokens) {
      const { reason } = await refusalOf(authenticate(`Bearer ${token}`, undefined));
      expect(reason).not.toBe('');
      expect(reason).not.toContain(secret);
    }
  });
});
