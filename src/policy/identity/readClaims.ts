import type { Caller } from '../Caller.ts';
import { unauthenticated } from './unauthenticated.ts';

/** The end of year 9999 in seconds: the last moment that every part of the gateway can write down. */
export const lastMoment = 253_402_300_799;

const longestName = 256;

/** A verified token's claims as facts about the caller, all but the purpose of this request. */
export type TokenFacts = Omit<Caller, 'purpose'>;

/**
 * Reads a verified token's claims. A claim of another type than expected is refused, not converted: `["a"]` is no
 * consumer `a`. Claims that are no strings are left out, so that no row policy can rest on one.
 *
 * @throws ConcordatError UNAUTHENTICATED
 */
export function readClaims(claims: ReadonlyMap<string, unknown>): TokenFacts {
  const consumer = claims.get('sub');
  if (!isName(consumer)) throw unauthenticated('the claim "sub" is no name');
  const expires = claims.get('exp');
  if (typeof expires !== 'number' || !(expires <= lastMoment))
    throw unauthenticated('the claim "exp" is no time');
  const audience = claims.get('aud');
  if (Array.isArray(audience) && !audience.every((one) => typeof one === 'string')) {
    throw unauthenticated('the claim "aud" holds something else than names');
  }
  const tokenId = claims.get('jti');
  return {
    consumer,
    purposes: Object.freeze(readPurposes(claims.get('purpose'))),
    claims: new Map([...claims].filter((claim): claim is [string, string] => typeof claim[1] === 'string')),
    expiresAt: new Date(expires * 1000),
    ...(isName(tokenId) ? { tokenId } : {}),
  };
}

function readPurposes(claim: unknown): string[] {
  const purposes: unknown[] = Array.isArray(claim) ? claim : [claim];
  if (purposes.length === 0 || !purposes.every(isName))
    throw unauthenticated('the claim "purpose" names no purposes');
  return [...new Set(purposes)];
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestName && !/\p{C}/u.test(value);
}
