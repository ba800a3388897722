import { linkSites } from './linkSites.ts';
import type { Rule } from '../Rule.ts';

/** A link yields one row of its target, or null where there is none or the caller may not see it. */
export const linkFieldType: Rule = {
  id: 'link-field-type',
  *check(declarations) {
    for (const { field, type, to, target } of linkSites(declarations)) {
      const expected = target?.type?.name;
      if (expected === undefined) continue;
      if (field.type.name === expected && field.type.depth === 0 && !field.type.nonNull) continue;
      yield {
        at: field.place,
        message: `${type.name}.${field.name} links to ${to} but is not of its type.`,
        fix: `Give it the type ${expected}, nullable and without a version.`,
      };
    }
  },
};
