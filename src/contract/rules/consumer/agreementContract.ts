import { contractFileOfId } from '../../declarations/projectPaths.ts';
import { agreementSites } from './agreementSites.ts';
import type { Rule } from '../Rule.ts';

/** An agreement is about a contract version that there is. */
export const agreementContract: Rule = {
  id: 'agreement-contract',
  *check(declarations) {
    for (const { consumer, agreement, contract } of agreementSites(declarations)) {
      if (contract || agreement.contract === undefined) continue;
      if (declarations.unreadable.has(contractFileOfId(agreement.contract))) continue;
      yield {
        at: agreement.placeOf('contract'),
        message: `${consumer.name} has an agreement about ${agreement.contract}, which does not exist.`,
        fix: 'Name a contract version of this project, e.g. name@1.',
      };
    }
  },
};
