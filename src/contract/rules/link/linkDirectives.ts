import { linkSites } from './linkSites.ts';
import type { Rule } from '../Rule.ts';

const forValues = ['mask', 'purpose', 'filterable', 'sortable', 'unit', 'lineage', 'definedBy'] as const;

/** A link has no value of its own: what its row shows is decided by the target's declarations. */
export const linkDirectives: Rule = {
  id: 'link-directives',
  *check(declarations) {
    for (const { type, field } of linkSites(declarations)) {
      for (const directive of forValues) {
        if (!declarations.directives.has(field.node, directive)) continue;
        yield {
          at: field.place,
          message: `${type.name}.${field.name} is a link and has no value for @${directive}.`,
          fix: `Remove @${directive}; declare it on the fields of the target.`,
        };
      }
    }
  },
};
