import type { AccessLog } from './AccessLog.ts';

/**
 * `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) for the deprecated contracts that an operation touched: the earliest
 * date of each. A day of service ends at its end in UTC.
 */
export function deprecationHeaders({
  accesses,
}: {
  readonly accesses: Pick<AccessLog, 'contracts'>;
}): ReadonlyMap<string, string> {
  const sunsets = accesses.contracts().flatMap(({ contract: { sunset } }) => sunset ?? []);
  const deprecated = sunsets.map(({ deprecatedOn }) => Date.parse(deprecatedOn));
  const ends = sunsets.map(({ on }) => Date.parse(`${on}T23:59:59Z`));
  return new Map(
    sunsets.length === 0
      ? []
      : [
          ['Deprecation', `@${Math.min(...deprecated) / 1000}`],
          ['Sunset', new Date(Math.min(...ends)).toUTCString()],
        ],
  );
}
