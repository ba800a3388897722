import type { ConsumerClass } from '../../model.ts';
import { agreementSites } from './agreementSites.ts';
import type { Rule } from '../Rule.ts';

const needSettled: readonly ConsumerClass[] = ['EXTERNAL_REGULATORY', 'DECISION_AUTOMATION'];

/** Regulators and automated decisions get settled facts, unless they have agreed to less. */
export const agreementProvisional: Rule = {
  id: 'agreement-provisional',
  *check(declarations) {
    for (const { consumer, agreement, contract } of agreementSites(declarations)) {
      if (!needSettled.includes(consumer.entry.class) || agreement.acceptsProvisional) continue;
      const args = contract?.type && declarations.directives.one(contract.type.node, 'contract')?.args;
      if (args?.settlement !== 'PROVISIONAL') continue;
      yield {
        at: agreement.placeOf('contract'),
        message: `${consumer.name} is of class ${consumer.entry.class}, but ${agreement.contract} is PROVISIONAL.`,
        fix: 'Agree on a SETTLED contract, or set "acceptsProvisional: true" if rows may be reversed.',
      };
    }
  },
};
