import { contractSites } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** A contract promises how old its facts are at most. */
export const slaPresent: Rule = {
  id: 'sla-missing',
  *check(declarations) {
    for (const { type } of contractSites(declarations)) {
      if (declarations.directives.has(type.node, 'sla')) continue;
      yield {
        at: type.place,
        message: `${type.name} does not say how fresh it is.`,
        fix: 'Add @sla(freshness: "PT1H"), with the age that its facts have at most.',
      };
    }
  },
};
