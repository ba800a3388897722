import { linkSites } from './linkSites.ts';
import { fieldNamed } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

const columnLike = /^[a-z_][a-zA-Z0-9_]*$/;

/** A link goes by fields, or by columns of the SELECT; what columns there are, the database knows. */
export const linkBy: Rule = {
  id: 'link-by',
  *check(declarations) {
    for (const { type, at, by } of linkSites(declarations)) {
      for (const name of by) {
        const field = fieldNamed(type, name);
        if (field ? field.kind !== 'LINK' && field.type.depth === 0 : columnLike.test(name)) continue;
        yield {
          at,
          message: `"${name}" holds no key that a link could go by.`,
          fix: 'Name fields of this type, or columns of its SELECT, separated by spaces.',
        };
      }
    }
  },
};
