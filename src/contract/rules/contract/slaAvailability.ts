import { placeOf } from '../../declarations/placeOf.ts';
import { contractSites } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** Availability is a share of the time. */
export const slaAvailability: Rule = {
  id: 'sla-availability',
  *check(declarations) {
    for (const { type, file } of contractSites(declarations)) {
      const sla = declarations.directives.one(type.node, 'sla');
      const availability = sla?.args.availability;
      if (!sla || availability === undefined || (availability > 0 && availability <= 1)) continue;
      yield {
        at: placeOf(file, sla.node),
        message: `Availability ${availability} is no share of the time.`,
        fix: 'Give a number above 0 and at most 1, e.g. 0.999.',
      };
    }
  },
};
