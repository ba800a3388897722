import type { ConsumerClass } from '../../model.ts';
import { agreementSites } from './agreementSites.ts';
import type { Rule } from '../Rule.ts';

const needSettled: readonly ConsumerClass[] = ['EXTERNAL_REGULATORY', 'DECISION_AUTOMATION'];

/** Regulators and automated decisions get settled facts, unless they have agreed to less. */
export const agreementProvisional: Rule = {
  id: 'agreement-provisional',
  *check(declarations) {
    for (const { consumer, agreement, contract } of agreementSites(declarations)) {
      const { class: consumerClass } = consumer.entry;
      if (consumerClass === undefined || !needSettled.includes(consumerClass)) continue;
      // A flag that is malformed may have been meant.
      if (agreement.acceptsProvisional !== false) continue;
      if (!contract?.type) continue;
      const args = declarations.directives.one(contract.type.node, 'contract')?.args;
      if (args?.settlement !== 'PROVISIONAL') continue;
      yield {
        at: agreement.placeOf('contract'),
        message: `${consumer.name} is of class ${consumerClass}, but ${contract.id} is PROVISIONAL.`,
        fix: 'Agree on a SETTLED contract, or set "acceptsProvisional: true" if rows may be reversed.',
      };
    }
  },
};
