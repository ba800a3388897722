import { placeOf } from '../../declarations/placeOf.ts';
import { keyFields } from './keyFields.ts';
import type { Rule } from '../Rule.ts';

/** A key names fields of its own type, each once. */
export const keyFieldKnown: Rule = {
  id: 'key-field-unknown',
  *check(declarations) {
    const seen = new Map<unknown, Set<string>>();
    for (const { type, file, usage, name, field } of keyFields(declarations)) {
      const names = seen.get(usage) ?? new Set();
      seen.set(usage, names);
      if (names.has(name)) {
        yield { at: placeOf(file, usage), message: `The key names ${name} twice.`, fix: 'Name it once.' };
      } else if (!field) {
        yield {
          at: placeOf(file, usage),
          message: `The key of ${type.name} names ${name}, which is no field of it.`,
          fix: `Declare ${name}, or name a field that there is.`,
        };
      }
      names.add(name);
    }
  },
};
