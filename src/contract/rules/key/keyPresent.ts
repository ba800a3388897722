import { keyedSites } from '../../declarations/sites.ts';
import { splitNames } from '../../splitNames.ts';
import type { Rule } from '../Rule.ts';

/** Every contract, product table and assertion says what identifies a row. */
export const keyPresent: Rule = {
  id: 'key-missing',
  *check(declarations) {
    const { directives } = declarations;
    for (const { type } of keyedSites(declarations)) {
      const key = directives.one(type.node, 'key');
      if (key ? splitNames(key.args.fields).length > 0 : directives.has(type.node, 'key')) continue;
      yield {
        at: type.place,
        message: `${type.name} does not say what identifies a row.`,
        fix: 'Add @key(fields: "…") with the names of the fields, separated by spaces.',
      };
    }
  },
};
