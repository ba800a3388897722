import { placeOf, startOf } from '../../declarations/placeOf.ts';
import { objectTypes } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** A reconciliation yields one assertion. */
export const oneReconciliationType: Rule = {
  id: 'one-reconciliation-type',
  *check({ reconciliations, directives }) {
    for (const { graphql } of reconciliations) {
      const [first, ...others] = objectTypes(graphql).filter((type) =>
        directives.has(type.node, 'reconciliation'),
      );
      if (!first) {
        yield {
          at: startOf(graphql.file),
          message: 'The file has no type with @reconciliation.',
          fix: 'Put @reconciliation on the type that resolve.sql yields.',
        };
      }
      for (const { node, name } of others) {
        yield {
          at: placeOf(graphql.file, node),
          message: `The file has a second type with @reconciliation, ${name}.`,
          fix: 'Move it to a folder of its own under schema/reconciliations/.',
        };
      }
    }
  },
};
