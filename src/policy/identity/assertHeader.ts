import { algorithms } from './algorithms.ts';
import { tokenPart } from './tokenPart.ts';
import { unauthenticated } from './unauthenticated.ts';

/** Parameters by which a token would choose its own key or change how it is read (RFC 7515, section 4.1; RFC 7797). */
const refused = ['jku', 'jwk', 'x5u', 'x5c', 'crit', 'b64', 'zip'];

/** A token of another kind (a logout token, a proof of possession) is no access token, whoever signed it. */
const accessTokenTypes: ReadonlySet<unknown> = new Set([
  undefined,
  'jwt',
  'application/jwt',
  'at+jwt',
  'application/at+jwt',
]);

const longestKeyId = 256;

/**
 * Refuses a token by its header before any key is looked for. `kid` may only be a short text: it is compared with the
 * ids of known keys and never opened as a path, a query or an address.
 *
 * @throws ConcordatError UNAUTHENTICATED
 */
export function assertHeader(token: string): void {
  const header = tokenPart(token, 0);
  if (!algorithms.some((algorithm) => algorithm === header.get('alg'))) {
    throw unauthenticated('the algorithm is not on the list');
  }
  if (refused.some((parameter) => header.has(parameter))) {
    throw unauthenticated('the header chooses its own key or has extensions');
  }
  const keyId = header.get('kid');
  if (keyId !== undefined && (typeof keyId !== 'string' || keyId.length > longestKeyId)) {
    throw unauthenticated('the key id is no short text');
  }
  const type = header.get('typ');
  if (!accessTokenTypes.has(typeof type === 'string' ? type.toLowerCase() : type)) {
    throw unauthenticated('the token is of another type');
  }
}
