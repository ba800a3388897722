import type { GraphqlDeclaration, TypeDeclaration } from '../../declarations/GraphqlDeclaration.ts';
import { contractSites } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** A type in a contract's file is part of the contract. One that nothing refers to would be in nobody's schema. */
export const usedType: Rule = {
  id: 'unused-type',
  *check(declarations) {
    for (const { contract, type } of contractSites(declarations)) {
      const used = new Set<string>();
      collect(type, contract.graphql, used);
      for (const { name, place } of contract.graphql.types.filter((other) => !used.has(other.name))) {
        yield {
          at: place,
          message: `Nothing in the contract refers to ${name}.`,
          fix: 'Remove it, or give a field this type. What several contracts use belongs into schema/shared.graphql.',
        };
      }
    }
  },
};

function collect(type: TypeDeclaration, graphql: GraphqlDeclaration, used: Set<string>): void {
  if (used.has(type.name)) return;
  used.add(type.name);
  if (type.kind === 'ENUM') return;
  for (const field of type.fields) {
    const next = graphql.types.find((other) => other.name === field.type.name);
    if (next) collect(next, graphql, used);
  }
}
