import { isIsoDate } from '../../isoText.ts';
import { agreementSites } from './agreementSites.ts';
import type { Rule } from '../Rule.ts';

/** An agreement ends on a day of the calendar. */
export const agreementDate: Rule = {
  id: 'agreement-date',
  *check(declarations) {
    for (const { agreement } of agreementSites(declarations)) {
      if (agreement.until === undefined || isIsoDate(agreement.until)) continue;
      yield {
        at: agreement.placeOf('until'),
        message: `"${agreement.until}" is no date.`,
        fix: 'Give the last day on which the agreement holds, e.g. 2028-12-31.',
      };
    }
  },
};
