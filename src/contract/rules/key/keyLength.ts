import { placeOf } from '../../declarations/placeOf.ts';
import { keyedSites } from '../../declarations/sites.ts';
import { splitNames } from '../../splitNames.ts';
import { mostIndexFields } from './mostIndexFields.ts';
import type { Rule } from '../Rule.ts';

/** A key leaves room in each index that it stands behind. */
export const keyLength: Rule = {
  id: 'key-length',
  *check(declarations) {
    for (const { type, file } of keyedSites(declarations)) {
      const key = declarations.directives.one(type.node, 'key');
      const count = key ? new Set(splitNames(key.args.fields)).size : 0;
      if (!key || count <= mostIndexFields) continue;
      yield {
        at: placeOf(file, key.node),
        message: `The key of ${type.name} has ${count} fields, more than ${mostIndexFields}.`,
        fix: 'Name only what it takes to tell two rows apart, or make one field of several in SQL.',
      };
    }
  },
};
