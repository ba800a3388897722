import { createRemoteJWKSet, customFetch } from 'jose';
import type { FetchImplementation, JWTVerifyGetKey } from 'jose';
import { ConcordatError } from '../../errors/ConcordatError.ts';

export interface KeyServerOptions {
  /** Milliseconds between two requests at least, however many tokens name unknown keys; 30,000 by default. */
  readonly cooldown?: number | undefined;
  /** Milliseconds from a failed request to the next at least; 5,000 by default. */
  readonly retryAfter?: number | undefined;
  /** Milliseconds for which fetched keys are trusted without asking again; 600,000 by default. */
  readonly cacheMaxAge?: number | undefined;
  /** Milliseconds after which an unanswered request has failed; 5,000 by default. */
  readonly timeout?: number | undefined;
}

/**
 * The issuer's keys by `kid` from its JWKS address. A key that is not known yet is looked for at most once a cooldown
 * (a rotated key works after it), and while the server fails nothing is let through. Redirects are not followed.
 *
 * @throws ConcordatError CONFIGURATION_INVALID when the address is none
 */
export function keyServer(address: string, options: KeyServerOptions = {}): JWTVerifyGetKey {
  const { cooldown = 30_000, retryAfter = 5_000, cacheMaxAge = 600_000, timeout = 5_000 } = options;
  return createRemoteJWKSet(urlOf(address), {
    cooldownDuration: cooldown,
    cacheMaxAge,
    timeoutDuration: timeout,
    [customFetch]: spacedFetch(cooldown, Math.min(retryAfter, cooldown)),
  });
}

// jose's cooldown begins with a success; without this every token would ask a server that fails.
function spacedFetch(cooldown: number, retryAfter: number): FetchImplementation {
  let restUntil = 0;
  return async (url, options) => {
    if (performance.now() < restUntil) throw new Error('the key server was asked a moment ago');
    let answered = false;
    try {
      const response = await fetch(url, options);
      answered = response.status === 200;
      return response;
    } finally {
      restUntil = performance.now() + (answered ? cooldown : retryAfter);
    }
  };
}

function urlOf(address: string): URL {
  const url = URL.parse(address);
  if (url !== null && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
  throw new ConcordatError('CONFIGURATION_INVALID', 'The address of the key server is no http(s) URL.', {
    fix: 'Set CONCORDAT_JWKS_URL to the address of the issuer\'s key set, e.g. "https://login.example.com/jwks.json".',
  });
}
