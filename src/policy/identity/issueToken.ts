import { randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Algorithm } from './algorithms.ts';
import { lastMoment } from './readClaims.ts';

/** What the token says about the consumer. */
export interface TokenRequest {
  readonly consumer: string;
  readonly purposes: readonly string[];
  /** Further claims, for row policies. */
  readonly claims?: Readonly<Record<string, string>> | undefined;
  /** Seconds from now; an hour when absent. */
  readonly expiresIn?: number | undefined;
  readonly now?: () => Date;
}

/** Who issues the token and with what. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly key: KeyObject;
  readonly algorithm: Algorithm;
  readonly keyId?: string | undefined;
}

/** Claims that every token has by itself, which a request for one can't choose. */
export const ownClaims: ReadonlySet<string> = new Set([
  'iss',
  'sub',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
  'purpose',
]);

/**
 * Issues a token that `createAuthenticator` accepts when it trusts the issuer. One purpose is a string, several a list.
 *
 * @throws ConcordatError INPUT_INVALID when the consumer or purposes are missing, the time is no positive whole number
 * of seconds or beyond the year 9999, or a claim has a name with a meaning of its own
 */
export async function issueToken(request: TokenRequest, issuer: TokenIssuer): Promise<string> {
  const { consumer, purposes, claims = {}, expiresIn = 3600, now = () => new Date() } = request;
  if (consumer === '' || purposes.length === 0 || purposes.includes('')) {
    throw invalid('A token names a consumer and at least one purpose.');
  }
  if (!Number.isSafeInteger(expiresIn) || expiresIn <= 0) {
    throw invalid('A token expires after a positive whole number of seconds.');
  }
  const taken = Object.keys(claims).find((name) => ownClaims.has(name));
  if (taken !== undefined) throw invalid(`The claim "${taken}" has a meaning of its own.`);
  const issuedAt = Math.floor(now().getTime() / 1000);
  const longest = longestLife(now());
  if (expiresIn > longest) {
    throw invalid(`A token expires before the year 10000, so in ${longest} seconds at most.`);
  }
  return await new SignJWT({ ...claims, purpose: purposes.length === 1 ? purposes[0] : [...purposes] })
    .setProtectedHeader({
      alg: issuer.algorithm,
      typ: 'JWT',
      ...(issuer.keyId === undefined ? {} : { kid: issuer.keyId }),
    })
    .setIssuer(issuer.issuer)
    .setAudience(issuer.audience)
    .setSubject(consumer)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + expiresIn)
    .setJti(randomUUID())
    .sign(issuer.key);
}

/** The most seconds that a token can be issued for: a gateway refuses times that it cannot write down. */
export function longestLife(now: Date): number {
  return lastMoment - Math.floor(now.getTime() / 1000);
}

function invalid(message: string): ConcordatError {
  return new ConcordatError('INPUT_INVALID', message, { fix: 'Correct what the token is to say.' });
}
