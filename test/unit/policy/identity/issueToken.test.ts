import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createAuthenticator } from '../../../../src/policy/identity/createAuthenticator.ts';
import { developmentPublicKey } from '../../../../src/policy/identity/developmentIdentity.ts';
import { issueDevelopmentToken } from '../../../../src/policy/identity/issueDevelopmentToken.ts';
import { issueToken } from '../../../../src/policy/identity/issueToken.ts';
import { audience, issuer, now, pem } from '../../../support/forgedTokens.ts';
import { developmentAuthenticator } from '../../../support/developmentAuthenticator.ts';

const development = developmentAuthenticator(() => now);

describe('issueDevelopmentToken', () => {
  it('issues what the development identity accepts', async () => {
    const token = await issueDevelopmentToken({
      consumer: 'desk',
      purposes: ['AUDIT', 'CARE'],
      claims: { seller: 's-1' },
      expiresIn: 60,
      now: () => now,
    });
    const caller = await development(`Bearer ${token}`, 'CARE');
    expect(caller).toMatchObject({ consumer: 'desk', purposes: ['AUDIT', 'CARE'], purpose: 'CARE' });
    expect(caller.claims.get('seller')).toBe('s-1');
    expect(caller.expiresAt).toEqual(new Date(now.getTime() + 60_000));
    expect(caller.tokenId).toMatch(/^[\da-f-]{36}$/);
    expect(Object.isFrozen(caller)).toBe(true);
  });

  it.each([
    ['no consumer', { consumer: '' }],
    ['no purposes', { purposes: [] }],
    ['an empty purpose', { purposes: [''] }],
    ['no time', { expiresIn: 0 }],
    ['a time before now', { expiresIn: -1 }],
    ['part of a second', { expiresIn: 1.5 }],
    ['no number', { expiresIn: Number.NaN }],
    ['a time after the year 9999', { expiresIn: 9_000_000_000 * 3_600 }],
    ['a claim of its own', { claims: { exp: '9999999999' } }],
  ])('refuses %s', async (_what, more) => {
    await expect(
      issueDevelopmentToken({ consumer: 'desk', purposes: ['AUDIT'], ...more }),
    ).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
  });
});

describe('a token for as long as can be', () => {
  const most = Math.floor((Date.parse('9999-12-31T23:59:59Z') - now.getTime()) / 1000);
  const request = { consumer: 'desk', purposes: ['AUDIT'], now: () => now };

  it('is accepted', async () => {
    const token = await issueDevelopmentToken({ ...request, expiresIn: most });
    await expect(development(`Bearer ${token}`, undefined)).resolves.toMatchObject({ consumer: 'desk' });
  });

  it('is not issued for a second more, which names the limit', async () => {
    await expect(issueDevelopmentToken({ ...request, expiresIn: most + 1 })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: `A token expires before the year 10000, so in ${most} seconds at most.`,
    });
  });
});

describe('issueToken', () => {
  it.each([
    ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['PS256', generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['Ed25519', generateKeyPairSync('ed25519')],
  ] as const)("signs with a key of one's own, %s", async (algorithm, { privateKey, publicKey }) => {
    const token = await issueToken(
      { consumer: 'desk', purposes: ['AUDIT'], now: () => now },
      { issuer, audience, key: privateKey, algorithm },
    );
    const authenticate = createAuthenticator({ issuer, audience, publicKey: pem(publicKey), now: () => now });
    await expect(authenticate(`Bearer ${token}`, undefined)).resolves.toMatchObject({ purpose: 'AUDIT' });
    await expect(development(`Bearer ${token}`, undefined)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });
});

describe('createAuthenticator', () => {
  it.each([
    ['an empty issuer', { issuer: '', audience, publicKey: developmentPublicKey }],
    ['an empty audience', { issuer, audience: '', publicKey: developmentPublicKey }],
    ['a key server that is a file', { issuer, audience, jwksUrl: 'file:///jwks.json' }],
    ['a key server that is nowhere', { issuer, audience, jwksUrl: 'login' }],
  ])('refuses %s', (_what, options) => {
    expect(() => createAuthenticator(options)).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION_INVALID' }),
    );
  });
});
