import { KnownArgumentNamesRule } from 'graphql';
import type { Finding, Rule } from '../Rule.ts';
import { validateDirectives } from './validateDirectives.ts';

/** Every argument of a directive is one that it knows. */
export const knownDirectiveArgument: Rule = {
  id: 'unknown-directive-argument',
  check: (declarations): Iterable<Finding> =>
    validateDirectives(
      declarations,
      KnownArgumentNamesRule,
      'Correct or remove the argument; schema/directives.graphql lists those of each directive.',
    ),
};
