import type { GraphqlDeclaration, ObjectDeclaration } from '../../declarations/GraphqlDeclaration.ts';
import { graphqlFiles, objectTypes } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** A nested type does not hold itself: its masks and its place in a caller's schema are worked out by going through it. */
export const recursiveType: Rule = {
  id: 'recursive-type',
  *check(declarations) {
    for (const graphql of graphqlFiles(declarations)) {
      for (const type of objectTypes(graphql)) {
        if (!reaches(type, type, graphql, new Set())) continue;
        yield {
          at: type.place,
          message: `Type ${type.name} contains itself.`,
          fix: 'Flatten it to a list whose entries name their parent, or link to another contract.',
        };
      }
    }
  },
};

function reaches(
  from: ObjectDeclaration,
  target: ObjectDeclaration,
  graphql: GraphqlDeclaration,
  seen: Set<ObjectDeclaration>,
): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return from.fields
    .filter((field) => field.kind === 'OBJECT')
    .some(({ type }) => {
      const next = objectTypes(graphql).find((other) => other.name === type.name);
      return next !== undefined && (next === target || reaches(next, target, graphql, seen));
    });
}
