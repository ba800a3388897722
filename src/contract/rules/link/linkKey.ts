import { splitNames } from '../../splitNames.ts';
import { listNames } from '../listNames.ts';
import { linkSites } from './linkSites.ts';
import type { Rule } from '../Rule.ts';

/** A link gives a value for each part of its target's key. */
export const linkKey: Rule = {
  id: 'link-key',
  *check(declarations) {
    for (const { at, by, to, target } of linkSites(declarations)) {
      const key = target?.type && declarations.directives.one(target.type.node, 'key');
      if (!key) continue;
      const names = splitNames(key.args.fields);
      // A key without names is `key-missing`'s.
      if (names.length === 0 || names.length === by.length) continue;
      yield {
        at,
        message: `The key of ${to} is ${listNames(names)}, but "by" names ${listNames(by)}.`,
        fix: 'Name in "by" a field or column for each part of the target\'s key, in its order.',
      };
    }
  },
};
