import { GraphQLScalarType } from 'graphql';
import { GraphQLJSON } from 'graphql-scalars';

/** A representation of an entity: an object with `__typename` and the fields of its key. */
export const anyScalar = new GraphQLScalarType<unknown, unknown>({
  ...GraphQLJSON.toConfig(),
  name: '_Any',
  description: 'An entity as another subgraph refers to it: `__typename` and the fields of its key.',
  specifiedByURL: 'https://www.apollographql.com/docs/federation/subgraph-spec/',
});
