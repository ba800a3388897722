import { ConcordatError } from '../../errors/ConcordatError.ts';

/** When it makes sense to ask again, in seconds, as the header `Retry-After` says it. */
export const retryAfterSeconds = 1;

/** The error for what is refused because of the consumer's other requests, and not because of what is asked. */
export function tooManyRequests(message: string, fix: string): ConcordatError {
  return new ConcordatError('TOO_MANY_REQUESTS', message, { fix });
}
