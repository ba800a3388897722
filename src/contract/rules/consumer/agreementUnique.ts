import { agreementSites } from './agreementSites.ts';
import type { Rule } from '../Rule.ts';

/**
 * For a contract version and a purpose a consumer has one agreement, so that it is plain which regions and which end
 * hold.
 */
export const agreementUnique: Rule = {
  id: 'agreement-repeated',
  *check(declarations) {
    const seen = new Set<string>();
    for (const { consumer, agreement } of agreementSites(declarations)) {
      if (agreement.contract === undefined) continue;
      for (const purpose of new Set(agreement.purposes ?? [])) {
        const key = JSON.stringify([consumer.name, agreement.contract, purpose]);
        if (seen.has(key)) {
          yield {
            at: agreement.placeOf('contract'),
            message: `${consumer.name} has two agreements about ${agreement.contract} for ${purpose}.`,
            fix: 'Merge the two, or give them different purposes.',
          };
        }
        seen.add(key);
      }
    }
  },
};
