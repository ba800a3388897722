import { listNames } from '../listNames.ts';
import { agreementSites } from './agreementSites.ts';
import type { Rule } from '../Rule.ts';

/** An agreement names purposes that the contract may be used for. */
export const agreementPurpose: Rule = {
  id: 'agreement-purpose',
  *check(declarations) {
    for (const { agreement, contract } of agreementSites(declarations)) {
      if (!contract?.type) continue;
      const allowed = declarations.directives.one(contract.type.node, 'contract')?.args.purposes;
      if (!allowed) continue;
      for (const [index, purpose] of (agreement.purposes ?? []).entries()) {
        if (allowed.includes(purpose)) continue;
        yield {
          at: agreement.placeOf('purposes', index),
          message: `${contract.id} may not be used for ${purpose}.`,
          fix: `It may be used for ${listNames(allowed)}; a further purpose is added in its @contract.`,
        };
      }
    }
  },
};
