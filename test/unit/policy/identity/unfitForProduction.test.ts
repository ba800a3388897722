import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  developmentIssuer,
  developmentMaskKey,
  developmentPrivateKey,
  developmentPublicKey,
} from '../../../../src/policy/identity/developmentIdentity.ts';
import { unfitForProduction } from '../../../../src/policy/identity/unfitForProduction.ts';
import { issuer, pem, trusted } from '../../../support/forgedTokens.ts';
import { codeThrownBy } from '../../../support/thrown.ts';

const fit = { issuer, publicKey: pem(trusted.publicKey), maskKey: 'tZ7p0t6v0bqkDk0mJ0qgtZ7p0t6v0bqk' };
const developmentPem = pem(createPublicKey({ key: developmentPrivateKey, format: 'jwk' }));

describe('unfitForProduction', () => {
  it("accepts an identity of one's own", () => {
    expect(unfitForProduction(fit)).toEqual([]);
    expect(unfitForProduction({ issuer, maskKey: fit.maskKey })).toEqual([]);
  });

  it('leaves what is missing to others', () => {
    expect(unfitForProduction({})).toEqual([]);
  });

  it.each([
    ['the development issuer', { issuer: developmentIssuer }],
    ['the development key', { publicKey: developmentPublicKey }],
    ['the development key as PEM', { publicKey: developmentPem }],
    ['the development mask key', { maskKey: developmentMaskKey }],
    ['a short mask key', { maskKey: '0123456789abcdef0123456789abcde' }],
  ])('finds %s and names the setting, not its value', (_what, changed) => {
    const found = unfitForProduction({ ...fit, ...changed });
    expect(found.map(({ setting }) => setting)).toEqual(Object.keys(changed));
    expect(found[0]?.reason).not.toContain(Object.values(changed)[0] ?? '');
  });

  it('finds everything at once', () => {
    const all = { issuer: developmentIssuer, publicKey: developmentPublicKey, maskKey: developmentMaskKey };
    expect(unfitForProduction(all).map(({ setting }) => setting)).toEqual(['issuer', 'publicKey', 'maskKey']);
  });

  it('refuses a key that is none', () => {
    expect(codeThrownBy(() => unfitForProduction({ publicKey: 'none' }))).toBe('CONFIGURATION_INVALID');
  });
});
