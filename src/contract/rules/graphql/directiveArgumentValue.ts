import type { Rule } from '../Rule.ts';
import { directiveValues } from './directiveValues.ts';

/** Every value of a directive's argument is of the argument's type. Purposes are `unknown-purpose`'s. */
export const directiveArgumentValue: Rule = {
  id: 'directive-argument-value',
  *check(declarations) {
    for (const { expected, ...finding } of directiveValues(declarations)) {
      if (expected !== 'Purpose') yield finding;
    }
  },
};
