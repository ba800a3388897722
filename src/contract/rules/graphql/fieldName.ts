import { graphqlFiles, objectTypes } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

// What a filter is made of beside fields: `where: { or: [...] }`.
const filterWords: readonly string[] = ['and', 'or', 'not'];

const camelCase = /^[a-z][a-zA-Z0-9]*$/;

/** Fields are in camelCase, so that columns follow from them; names that begin with `_` are the gateway's. */
export const fieldName: Rule = {
  id: 'field-name',
  *check(declarations) {
    for (const { name, place } of graphqlFiles(declarations)
      .flatMap(objectTypes)
      .flatMap((type) => type.fields)) {
      if (filterWords.includes(name)) {
        yield {
          at: place,
          message: `Field name ${name} is a word of filters.`,
          fix: 'Name it otherwise: and, or and not combine the conditions of a filter.',
        };
        continue;
      }
      if (camelCase.test(name)) continue;
      yield name.startsWith('_')
        ? {
            at: place,
            message: `Field name ${name} is reserved.`,
            fix: "Begin it with a letter: names with a leading underscore are the gateway's, like _meta.",
          }
        : { at: place, message: `Field name ${name} is not in camelCase.`, fix: 'Write it like paidAmount.' };
    }
  },
};
