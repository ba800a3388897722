import { placeOf, startOf } from '../../declarations/placeOf.ts';
import { objectTypes } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** A contract's file promises one thing. */
export const oneContractType: Rule = {
  id: 'one-contract-type',
  *check({ contracts, directives }) {
    for (const { graphql } of contracts) {
      const [first, ...others] = objectTypes(graphql).filter((type) => directives.has(type.node, 'contract'));
      if (!first) {
        yield {
          at: startOf(graphql.file),
          message: 'The file has no type with @contract.',
          fix: 'Put @contract on the type whose rows consumers ask for.',
        };
      }
      for (const { node, name } of others) {
        yield {
          at: placeOf(graphql.file, node),
          message: `The file has a second type with @contract, ${name}.`,
          fix: 'Move it to schema/contracts/<name>/v<N>.graphql of its own, or take @contract away.',
        };
      }
    }
  },
};
