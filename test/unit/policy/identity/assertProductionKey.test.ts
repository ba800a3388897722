import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ConcordatError } from '../../../../src/errors/ConcordatError.ts';
import { assertProductionKey } from '../../../../src/policy/identity/assertProductionKey.ts';
import {
  developmentIssuer,
  developmentMaskKey,
  developmentPrivateKey,
  developmentPublicKey,
} from '../../../../src/policy/identity/developmentIdentity.ts';
import { issuer, pem, trusted } from '../../../support/forgedTokens.ts';

const fit = { issuer, publicKey: pem(trusted.publicKey), maskKey: 'tZ7p0t6v0bqkDk0mJ0qg' };
const developmentPem = pem(createPublicKey({ key: developmentPrivateKey, format: 'jwk' }));

describe('assertProductionKey', () => {
  it("accepts an identity of one's own", () => {
    expect(() => {
      assertProductionKey(fit);
    }).not.toThrow();
    expect(() => {
      assertProductionKey({ issuer, maskKey: fit.maskKey });
    }).not.toThrow();
  });

  it.each([
    ['the development issuer', { issuer: developmentIssuer }, 'CONCORDAT_JWT_ISSUER'],
    ['the development key', { publicKey: developmentPublicKey }, 'CONCORDAT_JWT_PUBLIC_KEY'],
    ['the development key as PEM', { publicKey: developmentPem }, 'CONCORDAT_JWT_PUBLIC_KEY'],
    ['the development mask key', { maskKey: developmentMaskKey }, 'CONCORDAT_MASK_KEY'],
    ['a short mask key', { maskKey: '0123456789abcde' }, 'CONCORDAT_MASK_KEY'],
  ])('refuses %s and names the setting, not its value', (_what, changed, setting) => {
    const refused = () => {
      assertProductionKey({ ...fit, ...changed });
    };
    expect(refused).toThrow(expect.objectContaining({ code: 'CONFIGURATION_INVALID' }));
    expect(refused).toThrow(setting);
    expect(refused).not.toThrow(Object.values(changed)[0] ?? '');
  });

  it('names everything at once', () => {
    const all = { issuer: developmentIssuer, publicKey: developmentPublicKey, maskKey: developmentMaskKey };
    let message = '';
    try {
      assertProductionKey(all);
    } catch (error) {
      if (error instanceof ConcordatError) message = error.message;
    }
    expect(message.match(/CONCORDAT_\w+/g)).toEqual([
      'CONCORDAT_JWT_ISSUER',
      'CONCORDAT_JWT_PUBLIC_KEY',
      'CONCORDAT_MASK_KEY',
    ]);
  });
});
