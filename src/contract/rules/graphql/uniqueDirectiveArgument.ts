import { UniqueArgumentNamesRule } from 'graphql';
import type { Finding, Rule } from '../Rule.ts';
import { validateDirectives } from './validateDirectives.ts';

/** An argument is given once. */
export const uniqueDirectiveArgument: Rule = {
  id: 'repeated-directive-argument',
  check: (declarations): Iterable<Finding> =>
    validateDirectives(declarations, UniqueArgumentNamesRule, 'Keep one of the two.'),
};
