import { placeOf } from '../../declarations/placeOf.ts';
import { graphqlFiles, objectTypes } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** A field is a promised value, the same for everybody who may see it; it takes no arguments. */
export const fieldArguments: Rule = {
  id: 'field-arguments',
  *check(declarations) {
    for (const graphql of graphqlFiles(declarations)) {
      for (const { name, node } of objectTypes(graphql).flatMap((type) => type.fields)) {
        const [argument] = node.arguments ?? [];
        if (!argument) continue;
        yield {
          at: placeOf(graphql.file, argument),
          message: `Field ${name} takes arguments.`,
          fix: 'Remove them; declare one field for each meaning.',
        };
      }
    }
  },
};
