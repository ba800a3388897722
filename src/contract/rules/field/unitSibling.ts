import { placeOf } from '../../declarations/placeOf.ts';
import { consumerFields, fieldNamed } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

// Units are written in lower case, capitals or with signs: days, EUR, km/h, kWh. A hump after two small letters is a field.
const fieldLike = /^[a-z]{2,}[a-z0-9]*([A-Z][a-z0-9]+)+$/;

/** A unit is a text, or the sibling field that holds it; a name in camelCase must be such a sibling. */
export const unitSibling: Rule = {
  id: 'unit-sibling',
  *check(declarations) {
    for (const { field, type, file } of consumerFields(declarations)) {
      const unit = declarations.directives.one(field.node, 'unit');
      if (!unit || !fieldLike.test(unit.args.of) || fieldNamed(type, unit.args.of)) continue;
      yield {
        at: placeOf(file, unit.node),
        message: `The unit "${unit.args.of}" is no field of ${type.name}.`,
        fix: 'Name the sibling field that holds the unit, or write the unit itself, e.g. "days".',
      };
    }
  },
};
