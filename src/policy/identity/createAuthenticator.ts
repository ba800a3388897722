import type { KeyObject } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import type { JWTVerifyGetKey, JWTVerifyOptions } from 'jose';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Caller } from '../Caller.ts';
import { algorithms } from './algorithms.ts';
import { assertHeader } from './assertHeader.ts';
import { bearerToken } from './bearerToken.ts';
import { choosePurpose } from './choosePurpose.ts';
import { freezeMap } from '../freezeMap.ts';
import { keyServer } from './keyServer.ts';
import type { KeyServerOptions } from './keyServer.ts';
import { publicKeyOf } from './publicKeyOf.ts';
import { readClaims } from './readClaims.ts';
import { tokenPart } from './tokenPart.ts';
import { unauthenticated } from './unauthenticated.ts';

/** Where the issuer's keys come from: a JWKS address, or one public key (PEM or JWK). */
export type KeySource =
  | { readonly jwksUrl: string; readonly keyServer?: KeyServerOptions; readonly publicKey?: undefined }
  | { readonly publicKey: string; readonly jwksUrl?: undefined };

export type AuthenticatorOptions = KeySource & {
  readonly issuer: string;
  readonly audience: string;
  readonly now?: () => Date;
};

/**
 * Proves who asks and why, from the headers `Authorization` and `x-concordat-purpose` as they came.
 *
 * @throws ConcordatError UNAUTHENTICATED in the same words for every bad token; PURPOSE_REQUIRED; FORBIDDEN
 */
export type Authenticator = (
  authorization: string | undefined,
  purpose: string | undefined,
) => Promise<Caller>;

/**
 * An authenticator of signed JWTs (RFC 7519, RFC 8725): fixed algorithms, issuer, audience, expiry; `aud` may be a list
 * that holds the audience among others. Nothing in a token chooses the key but `kid` among the issuer's own.
 *
 * @throws ConcordatError CONFIGURATION_INVALID when the key, its address, the issuer or the audience is unusable
 */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { issuer, audience, now = () => new Date() } = options;
  if (issuer === '' || audience === '') {
    throw new ConcordatError('CONFIGURATION_INVALID', 'The issuer or the audience of tokens is empty.', {
      fix: 'Set CONCORDAT_JWT_ISSUER and CONCORDAT_JWT_AUDIENCE to what tokens carry as "iss" and "aud".',
    });
  }
  const key =
    options.jwksUrl === undefined
      ? publicKeyOf(options.publicKey)
      : keyServer(options.jwksUrl, options.keyServer);
  const rules = { algorithms: [...algorithms], issuer, audience, requiredClaims: ['exp', 'sub', 'purpose'] };

  return async (authorization, purposeHeader) => {
    const token = bearerToken(authorization);
    assertHeader(token);
    await verify(token, key, { ...rules, currentDate: now() });
    const facts = readClaims(tokenPart(token, 1));
    return Object.freeze({
      ...facts,
      claims: freezeMap(facts.claims),
      purpose: choosePurpose(facts.purposes, purposeHeader),
    });
  };
}

async function verify(
  token: string,
  key: KeyObject | JWTVerifyGetKey,
  rules: JWTVerifyOptions,
): Promise<void> {
  try {
    await jwtVerify(token, key, rules);
  } catch (error) {
    throw unauthenticated(reasonOf(error));
  }
}

// jose's errors carry the claims; only its code and the name of the claim go on.
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) {
    return `${error.code} ${error.claim} ${error.reason}`;
  }
  if (error instanceof errors.JOSEError) return error.code;
  return `the key is unavailable or not for this algorithm (${error instanceof Error ? error.name : 'unknown'})`;
}
