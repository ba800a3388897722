import type { SqlFile } from '../../contract/model.ts';
import type { Place, Problem } from '../../errors/Problem.ts';

/** That `@derivedFrom` goes by a column of lists, which equals no value of the table that it leads to. */
export function derivedFromList(place: Place, { file }: SqlFile, by: string): Problem {
  return {
    ...place,
    rule: 'derived-from-list',
    message: `@derivedFrom goes by ${by}, which is a list in ${file}.`,
    fix: 'Name a column of one value that both have in common, or make one row for each value: see docs/contracts.md.',
  };
}
