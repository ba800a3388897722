import { scalarNames } from '../../model.ts';
import { graphqlFiles } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

const scalars: readonly string[] = scalarNames;

/** A name means one type within a file, and is no name of a shared type, a scalar or the vocabulary. */
export const uniqueTypeName: Rule = {
  id: 'repeated-type-name',
  *check(declarations) {
    const { sharedTypes, vocabulary, shared } = declarations;
    for (const graphql of graphqlFiles(declarations)) {
      const seen = new Set<string>();
      for (const { name, place } of graphql.types) {
        const isShared = graphql === shared;
        const taken = seen.has(name)
          ? 'in this file'
          : !isShared && sharedTypes.has(name)
            ? 'in schema/shared.graphql'
            : scalars.includes(name) || (!isOfProject(name) && vocabulary.getType(name))
              ? "in the gateway's vocabulary"
              : undefined;
        seen.add(name);
        if (taken === undefined) continue;
        yield {
          at: place,
          message: `Type ${name} is already there ${taken}.`,
          fix: 'Rename one of the two, or keep one of them.',
        };
      }
    }
  },
};

/** Enums that the vocabulary takes from the project. */
function isOfProject(name: string): boolean {
  return name === 'Purpose' || name === 'Region';
}
