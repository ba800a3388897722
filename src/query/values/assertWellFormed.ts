import { ConcordatError } from '../../errors/ConcordatError.ts';

/**
 * Checks every text in coerced arguments. Postgres's text holds neither NUL nor half a surrogate pair; a driver would
 * fail on the one and replace the other.
 *
 * @throws ConcordatError BAD_USER_INPUT
 */
export function assertWellFormed(args: unknown): void {
  const open = [args];
  // A variable may stand in many places, and is looked at once.
  const seen = new Set<unknown>();
  while (open.length > 0) {
    const value = open.pop();
    if (seen.has(value)) continue;
    seen.add(value);
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
      throw new ConcordatError('BAD_USER_INPUT', 'A text holds a NUL or a lone surrogate.', {
        fix: 'Send text of whole Unicode characters other than U+0000.',
      });
    }
    if (typeof value === 'object' && value !== null) {
      for (const entry of Object.values(value)) open.push(entry);
    }
  }
}
