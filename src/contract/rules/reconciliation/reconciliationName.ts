import { startOf } from '../../declarations/placeOf.ts';
import type { Rule } from '../Rule.ts';

const reserved: readonly string[] = ['exception', 'exception_reach'];

/** The assertions of a reconciliation are a table beside the platform's own. */
export const reconciliationName: Rule = {
  id: 'reconciliation-name',
  *check({ reconciliations }) {
    for (const { name, graphql } of reconciliations) {
      if (!reserved.includes(name)) continue;
      yield {
        at: startOf(graphql.file),
        message: `Reconciliation name ${name} is reserved.`,
        fix: `Rename the folder: table reconciliation.${name} is the platform's own.`,
      };
    }
  },
};
