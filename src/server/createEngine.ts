import { createCallerSchema } from '../../resolvers/createCallerSchema.ts';
import { createRequestContext } from '../../resolvers/context/createRequestContext.ts';
import { finishRequest } from '../../resolvers/context/finishRequest.ts';
import type { GatewayServices } from '../../resolvers/context/RequestContext.ts';
import type { GraphqlEngine } from './graphql/GraphqlEngine.ts';

/** Executes GraphQL with the resolvers. */
export function createEngine(services: GatewayServices): GraphqlEngine {
  return {
    schemaFor: (profile) => createCallerSchema(profile, services.project).schema,
    open: ({ profile }, { trace }) => {
      const context = createRequestContext(services, { profile, traceId: trace.traceId });
      return { context, finish: () => finishRequest(context) };
    },
  };
}
