import type { Contract } from '../../contract/model.ts';

/**
 * `Deprecation` (https://www.rfc-editor.org/rfc/rfc9745) and `Sunset` (https://www.rfc-editor.org/rfc/rfc8594) for an
 * answer made of several contract versions: the earliest of each, for that is when something of it stops working.
 */
export function deprecationHeaders(contracts: readonly Contract[]): ReadonlyMap<string, string> {
  const sunsets = contracts.flatMap(({ sunset }) => (sunset ? [sunset] : []));
  const deprecated = earliest(sunsets.map(({ deprecatedOn }) => deprecatedOn));
  const ends = earliest(sunsets.map(({ on }) => on));
  const headers = new Map<string, string>();
  if (deprecated !== undefined) headers.set('deprecation', `@${secondsOf(deprecated)}`);
  if (ends !== undefined) headers.set('sunset', lastSecondOf(ends).toUTCString());
  return headers;
}

/** ISO dates sort as text. */
function earliest(dates: readonly string[]): string | undefined {
  return [...dates].sort()[0];
}

function secondsOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 1000;
}

/** The day of a sunset is the last one on which the contract is served. */
function lastSecondOf(date: string): Date {
  return new Date(`${date}T23:59:59Z`);
}
