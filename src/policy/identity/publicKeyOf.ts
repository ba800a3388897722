import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { ConcordatError } from '../../errors/ConcordatError.ts';

const curves: ReadonlySet<unknown> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

/** NIST SP 800-131A; `jose` refuses a shorter one too, but only when a token arrives. */
const shortestModulus = 2048;

/**
 * Reads the issuer's public key: PEM (SPKI, line breaks also as `\n`) or a JWK as JSON.
 *
 * @throws ConcordatError CONFIGURATION_INVALID when it is no public key of a usable kind; a private key is refused
 */
export function publicKeyOf(text: string): KeyObject {
  const trimmed = text.trim();
  const key = trimmed.startsWith('{') ? jwk(trimmed) : pem(trimmed.replaceAll('\\n', '\n'));
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'ed25519':
      return key;
    case 'rsa':
    case 'rsa-pss':
      if (modulusLength !== undefined && modulusLength >= shortestModulus) return key;
      throw invalid(`Its modulus is shorter than ${shortestModulus} bits.`);
    case 'ec':
      if (curves.has(namedCurve)) return key;
      throw invalid('Its curve is none of P-256, P-384 and P-521.');
    default:
      throw invalid('It is neither an RSA, nor an EC, nor an Ed25519 key.');
  }
}

function jwk(text: string): KeyObject {
  const key = attempt((): unknown => JSON.parse(text));
  if (typeof key !== 'object' || key === null) throw invalid('It is no JWK.');
  if ('d' in key || 'k' in key) throw invalid('It is a private or a symmetric key.');
  return attempt(() => createPublicKey({ key: { ...key }, format: 'jwk' }));
}

function pem(text: string): KeyObject {
  if (text.includes('PRIVATE KEY')) throw invalid('It is a private key.');
  return attempt(() => createPublicKey({ key: text, format: 'pem' }));
}

function attempt<Result>(read: () => Result): Result {
  try {
    return read();
  } catch {
    // Without the cause: a parser's message quotes what it could not read, which may be a secret in the wrong place.
    throw invalid('It can not be read.');
  }
}

function invalid(reason: string): ConcordatError {
  return new ConcordatError('CONFIGURATION_INVALID', `The public key for tokens is unusable. ${reason}`, {
    fix: 'Set CONCORDAT_JWT_PUBLIC_KEY to the issuer\'s public key: PEM ("-----BEGIN PUBLIC KEY-----") or a JWK.',
  });
}
