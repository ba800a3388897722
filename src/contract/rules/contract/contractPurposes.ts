import { placeOf } from '../../declarations/placeOf.ts';
import { contractSites } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** A contract without a purpose could be used by nobody. */
export const contractPurposes: Rule = {
  id: 'contract-purposes',
  *check(declarations) {
    for (const { type, file } of contractSites(declarations)) {
      const contract = declarations.directives.one(type.node, 'contract');
      if (contract?.args.purposes.length !== 0) continue;
      yield {
        at: placeOf(file, contract.node),
        message: `${type.name} may be used for no purpose.`,
        fix: 'List in "purposes" what it may be used for.',
      };
    }
  },
};
