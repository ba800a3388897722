import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { ConcordatError } from '../../../../src/errors/ConcordatError.ts';
import { deriveMaskKeys } from '../../../../src/policy/masks/deriveMaskKeys.ts';
import type { MaskContext } from '../../../../src/policy/masks/MaskFunction.ts';
import { maskValue } from '../../../../src/policy/masks/maskValue.ts';
import { field, mask, maskContext, masked } from '../../../support/policyModel.ts';

const hash = (raw: unknown, more: Partial<MaskContext> = {}) =>
  maskValue(masked('HASH'), raw, maskContext(more));
const token = (raw: unknown, more: Partial<MaskContext> = {}) =>
  maskValue(masked('TOKEN'), raw, maskContext(more));

describe('HASH and TOKEN', () => {
  it('are a prefix and 43 base64url characters, for a missing value too', () => {
    for (const raw of ['jane@example.com', '', null, 'x'.repeat(10_000)]) {
      expect(hash(raw)).toMatch(/^hash_[\w-]{43}$/);
      expect(token(raw)).toMatch(/^token_[\w-]{43}$/);
    }
  });

  // Computed apart from the program with Python's hmac: HKDF-SHA-256 (RFC 5869), then HMAC-SHA-256.
  it('are stable: the published form of a known value under a known key', () => {
    const keys = deriveMaskKeys('a key that this test publishes');
    expect(hash('jane@example.com', { keys })).toBe('hash_IW1aCvtb1J7in9Rzqw6Sb6puKT1gatNScWOnzwnltF0');
    expect(token('jane@example.com', { keys })).toBe('token_uJK6uWb5bGJDqm4gihDjU2Y9nVw3AOCSSPX7B_HFIck');
  });

  it('are equal for equal values across contracts, rows and fields', () => {
    const elsewhere = { contractId: 'other@2', rowKey: '["2"]' };
    const otherField = { ...masked('HASH'), field: field('other', 'ID', { mask: mask('HASH') }) };
    expect(hash('jane', elsewhere)).toBe(hash('jane'));
    expect(maskValue(otherField, 'jane', maskContext())).toBe(hash('jane'));
    expect(token('jane', elsewhere)).toBe(token('jane'));
  });

  it('HASH is equal for two purposes, TOKEN is not (attack 28)', () => {
    expect(hash('jane', { purpose: 'CARE' })).toBe(hash('jane'));
    expect(token('jane', { purpose: 'CARE' })).not.toBe(token('jane'));
  });

  it('depend on the secret, so that no dictionary of values helps without it (attack 28)', () => {
    const keys = deriveMaskKeys('another secret');
    expect(hash('jane', { keys })).not.toBe(hash('jane'));
    expect(token('jane', { keys })).not.toBe(token('jane'));
  });

  it('share no digest between strategies', () => {
    const digest = (masked: unknown) => String(masked).split('_').slice(1).join('_');
    expect(digest(hash('jane'))).not.toBe(digest(token('jane')));
    expect(digest(hash('jane', { purpose: '' }))).not.toBe(digest(token('jane', { purpose: '' })));
  });

  it('of a missing value differ by row, field, purpose and contract, and repeat for the same row', () => {
    const otherField = { ...masked('TOKEN'), field: field('other', 'String', { mask: mask('TOKEN') }) };
    const digests = [
      token(null),
      token(null, { rowKey: '["2"]' }),
      token(null, { purpose: 'CARE' }),
      token(null, { contractId: 'other@1' }),
      maskValue(otherField, null, maskContext()),
    ];
    expect(new Set(digests).size).toBe(digests.length);
    expect(token(null)).toBe(token(null));
  });

  it('of a missing value are the same in two versions of a contract, as those of a value are', () => {
    expect(hash(null, { contractId: 'claim@2' })).toBe(hash(null, { contractId: 'claim@1' }));
  });

  it('of a missing value can not be asked for with a value', () => {
    expect(hash(JSON.stringify(['claim', 'secret', '["1"]']))).not.toBe(hash(null));
  });
});

describe('deriveMaskKeys', () => {
  it('refuses an empty secret', () => {
    expect(() => deriveMaskKeys('')).toThrow(ConcordatError);
    expect(() => deriveMaskKeys(Buffer.alloc(0))).toThrow(ConcordatError);
  });

  it('takes text and bytes alike', () => {
    const keys = deriveMaskKeys(Buffer.from('the same secret'));
    expect(hash('jane', { keys })).toBe(hash('jane', { keys: deriveMaskKeys('the same secret') }));
  });

  it('gives each secret a fingerprint of its own, of which no mask is made', () => {
    const { fingerprint, ...keys } = deriveMaskKeys('a secret');
    expect(deriveMaskKeys('a secret').fingerprint).toBe(fingerprint);
    expect(deriveMaskKeys('a secreT').fingerprint).not.toBe(fingerprint);
    expect(fingerprint).toMatch(/^[\w-]{43}$/);
    for (const { value, absent } of [keys.hash, keys.token(''), keys.token('fingerprint')]) {
      for (const key of [value, absent]) expect(key.export().toString('base64url')).not.toBe(fingerprint);
    }
  });

  it('keeps keys out of what is printed or serialized', () => {
    const keys = deriveMaskKeys('a secret to keep');
    const material = keys.hash.value.export().toString('hex');
    const printed = `${inspect(keys, { depth: 9, showHidden: true })}${JSON.stringify(keys)}`;
    expect(printed).not.toContain('a secret to keep');
    expect(printed).not.toContain(material.slice(0, 8));
  });
});
