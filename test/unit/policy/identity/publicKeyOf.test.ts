import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { publicKeyOf } from '../../../../src/policy/identity/publicKeyOf.ts';
import { pem, rsa, trusted } from '../../../support/forgedTokens.ts';

const jwk = (key: typeof rsa.publicKey) => JSON.stringify(key.export({ format: 'jwk' }));

describe('publicKeyOf', () => {
  it('reads PEM, PEM with escaped line breaks and a JWK', () => {
    const key = trusted.publicKey;
    for (const text of [pem(key), pem(key).replaceAll('\n', '\\n'), ` ${jwk(key)}\n`]) {
      expect(publicKeyOf(text).equals(key)).toBe(true);
    }
  });

  it('reads RSA and the three curves', () => {
    const curves = ['P-256', 'P-384', 'P-521'].map(
      (namedCurve) => generateKeyPairSync('ec', { namedCurve }).publicKey,
    );
    for (const key of [rsa.publicKey, ...curves]) expect(publicKeyOf(pem(key)).equals(key)).toBe(true);
  });

  it.each([
    ['a private PEM', pem(trusted.privateKey)],
    ['a private JWK', jwk(trusted.privateKey)],
    ['a symmetric JWK', '{"kty":"oct","k":"c2VjcmV0"}'],
    ['a short RSA key', pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)],
    ['a key for another use', pem(generateKeyPairSync('x25519').publicKey)],
    ['a curve of another world', pem(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey)],
    ['nothing', ''],
    ['no key', 'something that is none at all'],
    ['no JWK', '{"a":1}'],
    ['no JSON', '{'],
  ])('refuses %s and does not repeat it', (_what, text) => {
    expect(() => publicKeyOf(text)).toThrow(
      expect.objectContaining({
        code: 'CONFIGURATION_INVALID',
        message: expect.not.stringContaining(text.slice(5, 25) || '-'),
      }),
    );
  });
});
