import { createSecretKey, hkdfSync } from 'node:crypto';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { HashKeys, MaskKeys } from './MaskKeys.ts';

/**
 * Derives every mask's key from one secret with HKDF-SHA-256 (RFC 5869), one `info` a use, so that no key tells
 * anything of another. The same secret gives the same masks in every process and after every restart.
 *
 * @throws ConcordatError CONFIGURATION_INVALID when the secret is empty
 */
export function deriveMaskKeys(secret: string | Buffer): MaskKeys {
  if (secret.length === 0) {
    throw new ConcordatError('CONFIGURATION_INVALID', 'The mask key is empty.', {
      fix: 'Set CONCORDAT_MASK_KEY to a long random text and keep it: another one changes every HASH and TOKEN.',
    });
  }
  const tokens = new Map<string, HashKeys>();
  return Object.freeze({
    hash: hashKeys(secret, ['HASH']),
    token(purpose: string): HashKeys {
      const known = tokens.get(purpose);
      if (known !== undefined) return known;
      const derived = hashKeys(secret, ['TOKEN', purpose]);
      tokens.set(purpose, derived);
      return derived;
    },
    fingerprint: derive(secret, ['fingerprint']).export().toString('base64url'),
  });
}

function hashKeys(secret: string | Buffer, use: readonly string[]): HashKeys {
  return Object.freeze({
    value: derive(secret, [...use, 'value']),
    absent: derive(secret, [...use, 'absent']),
  });
}

function derive(secret: string | Buffer, use: readonly string[]) {
  // JSON keeps the parts apart: no purpose can be spelled so that it meets another use.
  const info = JSON.stringify(['concordat', 'mask', ...use]);
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'concordat', info, 32)));
}
