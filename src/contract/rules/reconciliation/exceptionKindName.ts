import { exceptionValues } from '../../declarations/exceptionValues.ts';
import { withheldKind } from '../../withheldKind.ts';
import type { Rule } from '../Rule.ts';

/** No kind of exception has the name under which the gateway shows those that it does not tell. */
export const exceptionKindName: Rule = {
  id: 'exception-kind-name',
  *check({ reconciliations, directives }) {
    for (const { graphql } of reconciliations) {
      for (const value of exceptionValues(graphql, directives)) {
        if (value.name !== withheldKind) continue;
        yield {
          at: value.place,
          message: `${withheldKind} is what consumers see instead of a kind that they may not know.`,
          fix: 'Name the kind for what is wrong.',
        };
      }
    }
  },
};
