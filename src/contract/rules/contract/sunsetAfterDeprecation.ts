import { placeOf } from '../../declarations/placeOf.ts';
import { contractSites } from '../../declarations/sites.ts';
import { isIsoDate } from '../../isoText.ts';
import type { Rule } from '../Rule.ts';

/** Consumers get time to move on: the sunset comes after the deprecation. */
export const sunsetAfterDeprecation: Rule = {
  id: 'sunset-after-deprecation',
  *check(declarations) {
    for (const { type, file } of contractSites(declarations)) {
      const sunset = declarations.directives.one(type.node, 'sunset');
      if (!sunset) continue;
      const { deprecatedOn, on } = sunset.args;
      // ISO dates compare as text.
      if (!isIsoDate(deprecatedOn) || !isIsoDate(on) || deprecatedOn < on) continue;
      yield {
        at: placeOf(file, sunset.node),
        message: `${type.name} would end on ${on}, not after its deprecation on ${deprecatedOn}.`,
        fix: 'Give a later "on", so that consumers have time to move to the next version.',
      };
    }
  },
};
