import { graphqlFiles } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** Names with two leading underscores are GraphQL's own: https://spec.graphql.org/October2021/#sec-Names.Reserved-Names */
export const enumValueName: Rule = {
  id: 'enum-value-name',
  *check(declarations) {
    for (const type of graphqlFiles(declarations).flatMap((graphql) => graphql.types)) {
      if (type.kind !== 'ENUM') continue;
      for (const { name, place } of type.values) {
        if (!name.startsWith('__')) continue;
        yield {
          at: place,
          message: `Value ${type.name}.${name} has a name that is reserved.`,
          fix: "Begin it otherwise: names with two leading underscores are GraphQL's own.",
        };
      }
    }
  },
};
