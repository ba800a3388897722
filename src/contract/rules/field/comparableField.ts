import { contractSites } from '../../declarations/sites.ts';
import { canBeCompared } from './canBeCompared.ts';
import type { Rule } from '../Rule.ts';

/** `where` and `orderBy` are for values that can be compared. */
export const comparableField: Rule = {
  id: 'comparable-field',
  *check(declarations) {
    for (const { type } of contractSites(declarations)) {
      for (const field of type.fields) {
        // A link is `link-directives`'.
        if (field.kind === 'UNKNOWN' || field.kind === 'LINK' || canBeCompared(field)) continue;
        for (const directive of ['filterable', 'sortable'] as const) {
          if (!declarations.directives.has(field.node, directive)) continue;
          yield {
            at: field.place,
            message: `${type.name}.${field.name} cannot be @${directive}: its values cannot be compared.`,
            fix: `Remove @${directive}; lists, objects, JSON and durations can only be read. Expose what matters in a field of its own.`,
          };
        }
      }
    }
  },
};
