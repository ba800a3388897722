import type { GraphqlDeclaration, ObjectDeclaration } from '../../declarations/GraphqlDeclaration.ts';
import type { ProjectDeclarations } from '../../declarations/ProjectDeclarations.ts';
import { contractSites, objectTypes } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

// A nested type counts wherever it is used: what a caller may see is worked out for each use by itself.
const mostFields = 5_000;

/** A contract with its nested types is small enough for every caller's access to it to be worked out. */
export const fieldCount: Rule = {
  id: 'field-count',
  *check(declarations) {
    for (const { contract, type } of contractSites(declarations)) {
      const count = countFields(type, contract.graphql, declarations, new Map());
      if (count <= mostFields) continue;
      yield {
        at: type.place,
        message: `${type.name} has more than ${mostFields} fields, those of nested types counted wherever they are used.`,
        fix: 'Nest fewer types within each other, or link to another contract.',
      };
    }
  },
};

function countFields(
  type: ObjectDeclaration,
  graphql: GraphqlDeclaration,
  declarations: ProjectDeclarations,
  counts: Map<ObjectDeclaration, number>,
): number {
  const known = counts.get(type);
  if (known !== undefined) return known;
  // A type within itself is `recursive-type`'s.
  counts.set(type, 0);
  const count = type.fields.reduce((sum, field) => {
    const nested = field.kind === 'OBJECT' ? objectNamed(field.type.name, graphql, declarations) : undefined;
    return sum + 1 + (nested ? countFields(nested, graphql, declarations, counts) : 0);
  }, 0);
  counts.set(type, count);
  return count;
}

function objectNamed(
  name: string,
  graphql: GraphqlDeclaration,
  { sharedTypes }: ProjectDeclarations,
): ObjectDeclaration | undefined {
  const own = objectTypes(graphql).find((other) => other.name === name);
  const shared = sharedTypes.get(name);
  return own ?? (shared?.kind === 'OBJECT' ? shared : undefined);
}
