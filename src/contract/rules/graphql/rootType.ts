import { graphqlFiles } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

const rootTypes: readonly string[] = ['Query', 'Mutation', 'Subscription'];

/** What consumers can ask is made from the contracts; a project does not write root fields. */
export const rootType: Rule = {
  id: 'root-type',
  *check(declarations) {
    for (const { types } of graphqlFiles(declarations)) {
      for (const { name, place } of types) {
        if (!rootTypes.includes(name)) continue;
        yield {
          at: place,
          message: `A project cannot declare type ${name}.`,
          fix:
            name === 'Mutation'
              ? 'Remove it: contracts are read, never written.'
              : 'Remove it: its fields are made from the contracts.',
        };
      }
    }
  },
};
