import { KnownDirectivesRule } from 'graphql';
import type { Finding, Rule } from '../Rule.ts';
import { validateDirectives } from './validateDirectives.ts';

/** Every directive is one of the vocabulary and stands where it may. */
export const knownDirective: Rule = {
  id: 'unknown-directive',
  check: (declarations): Iterable<Finding> =>
    validateDirectives(
      declarations,
      KnownDirectivesRule,
      'Correct or remove the directive; schema/directives.graphql lists all of them, and where each may stand.',
    ),
};
