import { keyedSites } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** What a SELECT computes says what it is made of; without that, no change would reach it and no row could be traced. */
export const derivedFromPresent: Rule = {
  id: 'derived-from-missing',
  *check(declarations) {
    const { contracts, directives } = declarations;
    for (const { kind, type } of keyedSites(declarations)) {
      const computed =
        kind === 'reconciliation' || contracts.some((contract) => contract.type === type && contract.sql);
      if (!computed || directives.has(type.node, 'derivedFrom')) continue;
      yield {
        at: type.place,
        message: `${type.name} does not say what it is derived from.`,
        fix: 'Add @derivedFrom(product: "product.table", by: "column") for each table that its SQL reads.',
      };
    }
  },
};
