import { repeatsKey } from './repeatsKey.ts';
import { unauthenticated } from './unauthenticated.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The JSON object in a part of a token (0 the header, 1 the claims), as a map: a claim called `__proto__` is one like
 * any other. Strict where readers differ: UTF-8 must be valid and no key named twice (RFC 7519, section 4).
 *
 * @throws ConcordatError UNAUTHENTICATED when the part is something else
 */
export function tokenPart(token: string, part: 0 | 1): ReadonlyMap<string, unknown> {
  const { text, value } = parse(token.split('.')[part] ?? '');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unauthenticated('a part of the token is no JSON object');
  }
  if (repeatsKey(text, value)) throw unauthenticated('the token names a claim or header parameter twice');
  return new Map<string, unknown>(Object.entries(value));
}

function parse(part: string): { text: string; value: unknown } {
  try {
    const text = utf8.decode(Buffer.from(part, 'base64url'));
    const value: unknown = JSON.parse(text);
    return { text, value };
  } catch {
    throw unauthenticated('a part of the token is no JSON');
  }
}
