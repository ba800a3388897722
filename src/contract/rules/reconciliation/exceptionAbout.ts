import { exceptionValues } from '../../declarations/exceptionValues.ts';
import { placeOf } from '../../declarations/placeOf.ts';
import { leadsToField } from '../lineage/leadsSomewhere.ts';
import type { Rule } from '../Rule.ts';

/** What a kind of exception says it is about is a field of the project. */
export const exceptionAbout: Rule = {
  id: 'exception-about',
  *check(declarations) {
    const { reconciliations, directives } = declarations;
    for (const { graphql } of reconciliations) {
      for (const value of exceptionValues(graphql, directives)) {
        const exception = directives.one(value.node, 'exception');
        for (const path of exception?.args.about ?? []) {
          if (!exception || leadsToField(path, declarations)) continue;
          yield {
            at: placeOf(graphql.file, exception.node),
            message: `${value.name} is about "${path}", which is no field of a product table or a reconciliation.`,
            fix: 'Write product.table.field or reconciliation.field.',
          };
        }
      }
    }
  },
};
