import { ConcordatError } from '../../errors/ConcordatError.ts';

/** Why those who follow must begin anew when the feed has a gap or went back. */
export const lostUnread = 'changes were lost before they were read';

/** @param why as the end of a sentence */
export function cursorExpired(why: string): ConcordatError {
  return new ConcordatError('CURSOR_EXPIRED', `Changes since the cursor can no longer be told: ${why}.`, {
    fix: 'Subscribe again with `snapshot: true` and without `after`.',
  });
}
