import { isIsoDate } from '../../isoText.ts';
import { agreementSites } from './agreementSites.ts';
import type { Rule } from '../Rule.ts';

/** An agreement promises nothing beyond the contract's last day of service. */
export const agreementEnd: Rule = {
  id: 'agreement-end',
  *check(declarations) {
    const { directives } = declarations;
    for (const { agreement, contract } of agreementSites(declarations)) {
      const { until } = agreement;
      if (!contract?.type || until === undefined || !isIsoDate(until)) continue;
      const { node } = contract.type;
      const ends = [directives.one(node, 'contract')?.args.expires, directives.one(node, 'sunset')?.args.on];
      // ISO dates compare as text.
      const [end] = ends.filter((date) => date !== undefined && isIsoDate(date)).toSorted();
      if (end === undefined || until <= end) continue;
      yield {
        at: agreement.placeOf('until'),
        message: `The agreement holds until ${until}, but ${contract.id} is served until ${end} only.`,
        fix: `End it on ${end} or before, and agree on another version for the time after it.`,
      };
    }
  },
};
