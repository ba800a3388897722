import { canHoldUnit, unitSites } from './unitSites.ts';
import type { Rule } from '../Rule.ts';

/** The sibling that `@unit` names holds a unit: a text, or a value of an enum. */
export const unitFieldType: Rule = {
  id: 'unit-field-type',
  *check(declarations) {
    for (const { type, at, sibling } of unitSites(declarations)) {
      // A type that does not exist is `unknown-type`'s.
      if (!sibling || sibling.kind === 'UNKNOWN' || canHoldUnit(sibling)) continue;
      yield {
        at,
        message: `${type.name}.${sibling.name} cannot hold a unit.`,
        fix: 'Name a sibling field of type String or of an enum, or write the unit itself.',
      };
    }
  },
};
