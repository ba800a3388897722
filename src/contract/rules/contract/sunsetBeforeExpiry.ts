import { placeOf } from '../../declarations/placeOf.ts';
import { contractSites } from '../../declarations/sites.ts';
import { isIsoDate } from '../../isoText.ts';
import type { Rule } from '../Rule.ts';

/** A sunset can bring the end of service forward, not put it off. */
export const sunsetBeforeExpiry: Rule = {
  id: 'sunset-before-expiry',
  *check(declarations) {
    const { directives } = declarations;
    for (const { type, file } of contractSites(declarations)) {
      const sunset = directives.one(type.node, 'sunset');
      const expires = directives.one(type.node, 'contract')?.args.expires;
      if (!sunset || expires === undefined) continue;
      const { on } = sunset.args;
      // ISO dates compare as text.
      if (!isIsoDate(on) || !isIsoDate(expires) || on <= expires) continue;
      yield {
        at: placeOf(file, sunset.node),
        message: `${type.name} would end on ${on}, but expires on ${expires}.`,
        fix: 'Give an "on" that is not after "expires" of @contract, or a later "expires".',
      };
    }
  },
};
