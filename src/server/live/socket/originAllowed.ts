import type { IncomingMessage } from 'node:http';

/**
 * Whether a socket may be opened from where the request comes (attack 44). Browsers always say the page's origin: it must be the
 * gateway's own, or one that was allowed. Who says none is no browser, and must say who it is by a header, which no page can set on a socket.
 */
export function originAllowed({ headers }: IncomingMessage, allowed: ReadonlySet<string>): boolean {
  const { origin, host, authorization } = headers;
  if (origin === undefined) return authorization !== undefined;
  if (allowed.has(origin)) return true;
  try {
    return host !== undefined && new URL(origin).host === host;
  } catch {
    return false;
  }
}
