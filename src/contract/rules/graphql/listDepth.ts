import { graphqlFiles, objectTypes } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** Lists are one level deep: that is what a column can hold and a consumer can read. */
export const listDepth: Rule = {
  id: 'list-depth',
  *check(declarations) {
    for (const { name, type, place } of graphqlFiles(declarations)
      .flatMap(objectTypes)
      .flatMap((object) => object.fields)) {
      if (type.depth < 2) continue;
      yield {
        at: place,
        message: `Field ${name} is a list of lists.`,
        fix: 'Put the inner list into a type of its own.',
      };
    }
  },
};
