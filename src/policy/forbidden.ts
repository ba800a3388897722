import { ConcordatError } from '../errors/ConcordatError.ts';

/**
 * The one refusal of an authenticated caller. Its words never depend on why: an unknown consumer, a purpose that the
 * token doesn't allow and an agreement that ended must look the same, or the message would be an oracle.
 */
export function forbidden(): ConcordatError {
  return new ConcordatError('FORBIDDEN', 'Your agreements do not cover this request.', {
    fix: 'Ask the owner of the contract for an agreement that names your consumer and this purpose.',
  });
}
