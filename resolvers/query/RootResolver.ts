import type { GraphQLFieldResolver } from 'graphql';
import { assertWellFormed } from '../../src/query/values/assertWellFormed.ts';
import type { RequestContext } from '../context/RequestContext.ts';

export type RootResolver = GraphQLFieldResolver<unknown, RequestContext, Readonly<Record<string, unknown>>>;

/** A root field's resolver that never sees text which Postgres could not hold (attack 51). */
export function rootResolver(resolve: RootResolver): RootResolver {
  return (root, args, context, info) => {
    assertWellFormed(args);
    return resolve(root, args, context, info);
  };
}
