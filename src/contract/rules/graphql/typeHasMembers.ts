import { graphqlFiles } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** GraphQL knows no empty types: https://spec.graphql.org/October2021/#sec-Objects.Type-Validation */
export const typeHasMembers: Rule = {
  id: 'empty-type',
  *check(declarations) {
    for (const type of graphqlFiles(declarations).flatMap((graphql) => graphql.types)) {
      const members = type.kind === 'ENUM' ? type.values : type.fields;
      if (members.length > 0) continue;
      const member = type.kind === 'ENUM' ? 'value' : 'field';
      yield {
        at: type.place,
        message: `${type.name} has no ${member}s.`,
        fix: `Declare at least one ${member}.`,
      };
    }
  },
};
