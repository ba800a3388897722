import { ProvidedRequiredArgumentsRule } from 'graphql';
import type { Finding, Rule } from '../Rule.ts';
import { validateDirectives } from './validateDirectives.ts';

/** No directive lacks an argument that it needs. */
export const requiredDirectiveArgument: Rule = {
  id: 'missing-directive-argument',
  check: (declarations): Iterable<Finding> =>
    validateDirectives(
      declarations,
      ProvidedRequiredArgumentsRule,
      'Give the argument; schema/directives.graphql says what it means.',
    ),
};
