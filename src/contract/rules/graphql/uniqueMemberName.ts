import { graphqlFiles } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** A field stands once in its type, a value once in its enum. */
export const uniqueMemberName: Rule = {
  id: 'repeated-member-name',
  *check(declarations) {
    for (const type of graphqlFiles(declarations).flatMap((graphql) => graphql.types)) {
      const seen = new Set<string>();
      for (const { name, place } of type.kind === 'ENUM' ? type.values : type.fields) {
        if (seen.has(name)) {
          yield {
            at: place,
            message: `${type.name}.${name} is declared twice.`,
            fix: 'Keep one of the two.',
          };
        }
        seen.add(name);
      }
    }
  },
};
