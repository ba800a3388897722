import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { Project } from '../src/contract/model.ts';
import type { AccessProfile } from '../src/policy/AccessProfile.ts';
import { printCallerSchema, printSubgraphSchema } from '../src/query/schema/printCallerSchema.ts';
import { createResolvers } from './createResolvers.ts';

/** A schema that every caller of one access shape shares, and its SDL. */
export interface CallerSchema {
  readonly schema: GraphQLSchema;
  readonly sdl: string;
}

/**
 * Makes the executable schema for a caller's access shape. Execute it with a `RequestContext` of the caller's own
 * profile as the context value.
 */
export function createCallerSchema(profile: AccessProfile, project: Project): CallerSchema {
  const sdl = printCallerSchema(profile, project);
  const schema = makeExecutableSchema({
    typeDefs: sdl,
    resolvers: createResolvers(profile, printSubgraphSchema(profile, project)),
    // A scalar that no visible field uses is not in the schema.
    resolverValidationOptions: { requireResolversToMatchSchema: 'ignore' },
  });
  return { schema, sdl };
}
