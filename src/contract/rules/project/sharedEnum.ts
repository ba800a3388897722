import { startOf } from '../../declarations/placeOf.ts';
import { sharedFile } from '../../declarations/projectPaths.ts';
import type { Rule } from '../Rule.ts';

const required = [
  ['Purpose', 'why consumers ask'],
  ['Region', 'where rows may reside'],
] as const;

/** Purposes and regions are the project's own words, and access is decided by them. */
export const sharedEnum: Rule = {
  id: 'shared-enum-missing',
  *check({ shared, sharedTypes, unreadable }) {
    if (unreadable.has(sharedFile)) return;
    for (const [name, meaning] of required) {
      const type = sharedTypes.get(name);
      if (type?.kind === 'ENUM') continue;
      yield {
        at: type?.place ?? startOf(shared?.file ?? sharedFile),
        message: `The project has no enum ${name}.`,
        fix: `Declare "enum ${name}" in ${sharedFile}: it lists ${meaning}.`,
      };
    }
  },
};
