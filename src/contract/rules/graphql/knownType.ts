import { didYouMean } from '../../didYouMean.ts';
import { sharedFile } from '../../declarations/projectPaths.ts';
import { placeOf } from '../../declarations/placeOf.ts';
import { graphqlFiles, objectTypes } from '../../declarations/sites.ts';
import { scalarNames } from '../../model.ts';
import type { Rule } from '../Rule.ts';

// That these are missing is `shared-enum-missing`'s.
const demanded: readonly string[] = ['Purpose', 'Region'];

/** A field's type is a scalar, a type of the same file or one of `schema/shared.graphql`. */
export const knownType: Rule = {
  id: 'unknown-type',
  *check(declarations) {
    // What a broken shared.graphql declares cannot be known.
    if (declarations.unreadable.has(sharedFile)) return;
    const shared = graphqlFiles(declarations).filter(({ file }) => file === sharedFile);
    for (const graphql of graphqlFiles(declarations)) {
      const reachable = [...shared, graphql].flatMap(({ types }) => types.map(({ name }) => name));
      const known = [...scalarNames, ...new Set(reachable)];
      for (const field of objectTypes(graphql).flatMap((type) => type.fields)) {
        if (field.kind !== 'UNKNOWN' || demanded.includes(field.type.name)) continue;
        yield {
          at: placeOf(graphql.file, field.type.node),
          message: `Type ${field.type.name} does not exist.${didYouMean(field.type.name, known)}`,
          fix: `Define it in this file or in ${sharedFile}, or use a scalar: ${scalarNames.join(', ')}. A reference to another contract needs @link.`,
        };
      }
    }
  },
};
