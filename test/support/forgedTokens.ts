import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { ConcordatError } from '../../src/errors/ConcordatError.ts';
import { createAuthenticator } from '../../src/policy/identity/createAuthenticator.ts';
import type { Authenticator } from '../../src/policy/identity/createAuthenticator.ts';

export const issuer = 'https://login.example.com/';
export const audience = 'concordat';

/** The moment at which the authenticators of these tests read the clock. */
export const now = new Date('2026-06-15T12:00:00Z');
export const seconds = now.getTime() / 1000;

export const trusted = generateKeyPairSync('ed25519');
export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

export function pem(key: KeyObject): string {
  return key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString();
}

/** Claims of a good token; tests change one at a time. */
export const goodClaims = { iss: issuer, aud: audience, sub: 'desk', purpose: 'AUDIT', exp: seconds + 60 };

export const goodHeader = { alg: 'EdDSA', typ: 'JWT' };

/**
 * A token with exactly this header and these claims, as objects or as the text itself, signed with the trusted key
 * unless told otherwise. Made by hand, as no library would make most of them.
 */
export function forge(
  header: object | string,
  claims: object | string | Buffer,
  signature: (input: Buffer) => Buffer = (input) => sign(null, input, trusted.privateKey),
): string {
  const part = (value: object | string | Buffer) =>
    Buffer.from(typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value)).toString(
      'base64url',
    );
  const input = `${part(header)}.${part(claims)}`;
  return `${input}.${signature(Buffer.from(input)).toString('base64url')}`;
}

/** A good token but for these claims; one that is undefined is left out. */
export function tokenWith(claims: object, header: object = goodHeader): string {
  return forge(header, { ...goodClaims, ...claims });
}

export function rs256(input: Buffer): Buffer {
  return sign('sha256', input, rsa.privateKey);
}

export function hs256(secret: string | Buffer): (input: Buffer) => Buffer {
  return (input) => createHmac('sha256', secret).update(input).digest();
}

/** Trusts the one Ed25519 key of these tests. */
export function authenticator(publicKey: string = pem(trusted.publicKey)): Authenticator {
  return createAuthenticator({ issuer, audience, publicKey, now: () => now });
}

/** What a client sees of a refusal, and the reason that only the log has. */
export async function refusalOf(authenticated: Promise<unknown>): Promise<{ seen: string; reason: string }> {
  try {
    await authenticated;
  } catch (error) {
    if (!(error instanceof ConcordatError)) throw error;
    return {
      seen: `${error.code}: ${error.message} ${error.fix ?? ''}`,
      reason: error.cause instanceof Error ? error.cause.message : '',
    };
  }
  throw new Error('The token was accepted.');
}

/** The one answer to every bad token. */
export const unauthenticated =
  'UNAUTHENTICATED: A valid token is required. ' +
  'Send the header "Authorization: Bearer <token>" with a token that is in force and was issued for this gateway.';
