import { UniqueDirectivesPerLocationRule } from 'graphql';
import type { Finding, Rule } from '../Rule.ts';
import { validateDirectives } from './validateDirectives.ts';

/** A directive stands once in a place, unless it is made to be repeated. */
export const uniqueDirective: Rule = {
  id: 'repeated-directive',
  check: (declarations): Iterable<Finding> =>
    validateDirectives(declarations, UniqueDirectivesPerLocationRule, 'Keep one of the two.'),
};
