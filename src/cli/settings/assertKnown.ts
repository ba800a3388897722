import { ConcordatError } from '../../errors/ConcordatError.ts';

/**
 * Refuses a name that a filter gives and that is nobody's: an empty answer would say that all is well.
 *
 * @throws ConcordatError CONFIGURATION_INVALID with the names that there are
 */
export function assertKnown(flag: string, name: string | undefined, known: Iterable<string>): void {
  const names = [...new Set(known)].sort();
  if (name === undefined || names.includes(name)) return;
  throw new ConcordatError('CONFIGURATION_INVALID', `${flag} ${name}: nothing has this name.`, {
    fix: names.length === 0 ? 'There is none to choose from.' : `There are: ${names.join(', ')}.`,
  });
}
