import { ConcordatError } from '../../errors/ConcordatError.ts';

/**
 * The one refusal of a request whose token doesn't prove who asks. Its words never depend on why. The reason is its
 * `cause`, for the log: a fixed phrase without anything from the token.
 */
export function unauthenticated(reason: string): ConcordatError {
  return new ConcordatError('UNAUTHENTICATED', 'A valid token is required.', {
    fix: 'Send the header "Authorization: Bearer <token>" with a token that is in force and was issued for this gateway.',
    cause: new Error(reason),
  });
}
