import { unauthenticated } from './unauthenticated.ts';

/** Above what any token with a consumer, purposes and a few claims needs, and below what parsing would notice. */
const longestToken = 8192;

const bearer = /^Bearer +(?<token>[\w-]+\.[\w-]+\.[\w-]+)$/i;

/**
 * The token of an `Authorization` header (RFC 6750): three base64url parts, so a signature is there and nothing is
 * encrypted.
 *
 * @throws ConcordatError UNAUTHENTICATED when there is no such token
 */
export function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined || authorization === '') throw unauthenticated('no Authorization header');
  if (authorization.length > longestToken) throw unauthenticated('the Authorization header is too long');
  const token = bearer.exec(authorization)?.groups?.['token'];
  if (token === undefined) throw unauthenticated('the Authorization header is no bearer token');
  return token;
}
