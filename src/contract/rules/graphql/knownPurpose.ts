import type { Rule } from '../Rule.ts';
import { directiveValues } from './directiveValues.ts';

/** Every purpose that a contract, a mask or a field speaks of is one of the project's. */
export const knownPurpose: Rule = {
  id: 'unknown-purpose',
  *check(declarations) {
    for (const { expected, at, message, fix } of directiveValues(declarations)) {
      if (expected !== 'Purpose') continue;
      yield {
        at,
        message,
        fix: `${fix} A new purpose is declared in enum Purpose of schema/shared.graphql.`,
      };
    }
  },
};
