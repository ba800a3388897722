import { makeExecutableSchema } from '@graphql-tools/schema';
import { Kind, parse, type DocumentNode, type GraphQLScalarType, type GraphQLSchema } from 'graphql';
import type { Project } from '../src/contract/model.ts';
import type { AccessProfile } from '../src/policy/AccessProfile.ts';
import { printCallerSchema, printSubgraphSchema } from '../src/query/schema/printCallerSchema.ts';
import { scalars } from '../src/query/scalars/scalars.ts';
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
  const typeDefs = parse(sdl);
  const schema = makeExecutableSchema({
    typeDefs,
    resolvers: {
      ...createResolvers(profile, printSubgraphSchema(profile, project)),
      ...usedScalars(typeDefs),
    },
  });
  return { schema, sdl };
}

/** A scalar that no visible field uses is not in the schema, and no resolver may stand for it. */
function usedScalars({ definitions }: DocumentNode): Readonly<Record<string, GraphQLScalarType>> {
  return Object.fromEntries(
    definitions.flatMap((definition) => {
      const scalar =
        definition.kind === Kind.SCALAR_TYPE_DEFINITION ? scalars.get(definition.name.value) : undefined;
      return scalar === undefined ? [] : [[scalar.name, scalar]];
    }),
  );
}
