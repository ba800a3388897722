import { ConcordatError } from '../../errors/ConcordatError.ts';

/** Why those who follow must begin anew when the feed has a gap or went back. */
export const lostUnread = 'some were lost before they were read';

/**
 * A change that nobody can tell a subscription of, whether it began with a cursor or not.
 *
 * @param why as the end of a sentence
 */
export function changeUntold(why: string): ConcordatError {
  return new ConcordatError('CURSOR_EXPIRED', `Changes can no longer be told without a gap: ${why}.`, {
    fix: 'Subscribe again with `snapshot: true` and without `after`.',
  });
}
