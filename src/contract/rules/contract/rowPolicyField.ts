import { placeOf } from '../../declarations/placeOf.ts';
import { contractSites, fieldNamed } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** A claim of a token is a text; the field that it is compared with must be one. */
export const rowPolicyField: Rule = {
  id: 'row-policy-field',
  *check(declarations) {
    for (const { type, file } of contractSites(declarations)) {
      for (const { args, node } of declarations.directives.all(type.node, 'rowsOf')) {
        const field = fieldNamed(type, args.field);
        const at = placeOf(file, node);
        if (!field) {
          yield {
            at,
            message: `${type.name} has no field ${args.field}.`,
            fix: 'Name the field that says whose the row is.',
          };
        } else if (
          field.kind !== 'UNKNOWN' &&
          (!['ID', 'String'].includes(field.type.name) || field.type.depth > 0)
        ) {
          yield {
            at,
            message: `${args.field} cannot be compared with a token's claim.`,
            fix: 'Name a field of type ID or String.',
          };
        }
      }
    }
  },
};
