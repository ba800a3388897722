import { ConcordatError } from '../../errors/ConcordatError.ts';

/**
 * A cursor with which nobody can go on.
 *
 * @param why as the end of a sentence
 */
export function cursorExpired(why: string): ConcordatError {
  return new ConcordatError('CURSOR_EXPIRED', `Changes since the cursor can no longer be told: ${why}.`, {
    fix: 'Subscribe again with `snapshot: true` and without `after`.',
  });
}
