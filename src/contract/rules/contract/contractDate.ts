import { placeOf } from '../../declarations/placeOf.ts';
import { contractSites } from '../../declarations/sites.ts';
import { isIsoDate } from '../../isoText.ts';
import type { Rule } from '../Rule.ts';

/** Dates are days of the calendar as ISO 8601 writes them. */
export const contractDate: Rule = {
  id: 'contract-date',
  *check(declarations) {
    const { directives } = declarations;
    for (const { type, file } of contractSites(declarations)) {
      const contract = directives.one(type.node, 'contract');
      const sunset = directives.one(type.node, 'sunset');
      const dates = [
        { usage: contract, name: 'expires', text: contract?.args.expires },
        { usage: sunset, name: 'deprecatedOn', text: sunset?.args.deprecatedOn },
        { usage: sunset, name: 'on', text: sunset?.args.on },
      ];
      for (const { usage, name, text } of dates) {
        if (!usage || text === undefined || isIsoDate(text)) continue;
        yield {
          at: placeOf(file, usage.node),
          message: `${name} "${text}" is no date.`,
          fix: 'Write it like 2027-06-30.',
        };
      }
    }
  },
};
