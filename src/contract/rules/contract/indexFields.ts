import { placeOf } from '../../declarations/placeOf.ts';
import { contractSites, fieldNamed } from '../../declarations/sites.ts';
import { canBeCompared } from '../field/canBeCompared.ts';
import { mostIndexFields } from '../key/mostIndexFields.ts';
import type { Rule } from '../Rule.ts';

/** A combined index is over two or more of the contract's own fields that can be compared. */
export const indexFields: Rule = {
  id: 'index-fields',
  *check(declarations) {
    for (const { type, file } of contractSites(declarations)) {
      for (const { args, node } of declarations.directives.all(type.node, 'index')) {
        const at = placeOf(file, node);
        const names = new Set(args.fields);
        if (names.size < 2) {
          yield {
            at,
            message: 'A combined index needs two different fields.',
            fix: 'Name the fields that are filtered and ordered by together; @filterable and @sortable make an index each.',
          };
        }
        if (names.size > mostIndexFields) {
          yield {
            at,
            message: `A combined index over ${names.size} fields is more than one can hold.`,
            fix: `Name at most ${mostIndexFields} fields: those that are filtered and ordered by together.`,
          };
        }
        for (const name of names) {
          const field = fieldNamed(type, name);
          if (field && (field.kind === 'UNKNOWN' || canBeCompared(field))) continue;
          yield {
            at,
            message: field
              ? `${name} cannot be indexed.`
              : `${type.name} has no field ${name} to be indexed.`,
            fix: 'Name fields of this type that hold scalars or enums.',
          };
        }
      }
    }
  },
};
