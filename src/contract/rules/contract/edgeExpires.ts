import { placeOf } from '../../declarations/placeOf.ts';
import { contractSites } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** A contract for one use at the edge of the company does not live forever. */
export const edgeExpires: Rule = {
  id: 'edge-expires',
  *check(declarations) {
    for (const { type, file } of contractSites(declarations)) {
      const contract = declarations.directives.one(type.node, 'contract');
      if (contract?.args.tier !== 'EDGE' || contract.args.expires !== undefined) continue;
      yield {
        at: placeOf(file, contract.node),
        message: `${type.name} is of tier EDGE and does not expire.`,
        fix: 'Give the last day of service in @contract, e.g. expires: "2027-06-30".',
      };
    }
  },
};
