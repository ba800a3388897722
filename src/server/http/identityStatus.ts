import type { ErrorCode } from '../../errors/ConcordatError.ts';

const statuses: ReadonlyMap<ErrorCode, number> = new Map([
  ['UNAUTHENTICATED', 401],
  ['FORBIDDEN', 403],
  ['PURPOSE_REQUIRED', 403],
  ['DATABASE_UNAVAILABLE', 503],
]);

/** With which status it is answered that nobody knows who asks; undefined for what is wrong with the gateway itself. */
export function identityStatus(code: ErrorCode): number | undefined {
  return statuses.get(code);
}
