import { didYouMean } from '../../didYouMean.ts';
import { canHoldUnit, unitSites } from './unitSites.ts';
import { isUnit } from './isUnit.ts';
import type { Rule } from '../Rule.ts';

/** What `@unit` names is a sibling field or a unit; what has the form of neither is a misspelt field. */
export const unitSibling: Rule = {
  id: 'unit-sibling',
  *check(declarations) {
    for (const { type, unit, at, siblings, sibling } of unitSites(declarations)) {
      if (sibling || isUnit(unit)) continue;
      const names = siblings.filter(canHoldUnit).map(({ name }) => name);
      yield {
        at,
        message: `The unit "${unit}" is neither a unit nor another field of ${type.name}.${didYouMean(unit, names)}`,
        fix: `Name the sibling field that holds the unit, or write the unit itself: "EUR", "kg", "days"; in braces whatever else is counted: "{${unit.trim() || 'parcels'}}".`,
      };
    }
  },
};
