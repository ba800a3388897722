import { Kind, KnownDirectivesRule } from 'graphql';
import { didYouMean } from '../../didYouMean.ts';
import type { Finding, Rule } from '../Rule.ts';
import { validateDirectives } from './validateDirectives.ts';

/** Every directive is one of the vocabulary and stands where it may. */
export const knownDirective: Rule = {
  id: 'unknown-directive',
  *check(declarations): Iterable<Finding> {
    const names = declarations.vocabulary.getDirectives().map(({ name }) => name);
    const found = validateDirectives(
      declarations,
      KnownDirectivesRule,
      'Correct or remove the directive; schema/directives.graphql lists all of them, and where each may stand.',
    );
    for (const { at, message, fix, error } of found) {
      const [node] = error.nodes ?? [];
      const unknown = node?.kind === Kind.DIRECTIVE && !names.includes(node.name.value);
      yield { at, message: unknown ? `${message}${didYouMean(node.name.value, names)}` : message, fix };
    }
  },
};
