import type { ConcordatError } from '../../errors/ConcordatError.ts';
import { tooManyRequests } from '../limits/tooManyRequests.ts';

/** A consumer has as many sockets and event streams as it may. */
export function tooManySockets(): ConcordatError {
  return tooManyRequests(
    'This consumer has too many sockets and event streams.',
    'End some, or follow several contracts over one socket.',
  );
}
