import { createCallerSchema } from '../../resolvers/createCallerSchema.ts';
import { AccessLog } from '../../resolvers/context/AccessLog.ts';
import { createRequestContext } from '../../resolvers/context/createRequestContext.ts';
import { flushSince } from '../../resolvers/context/flushAudit.ts';
import { finishRequest } from '../../resolvers/context/finishRequest.ts';
import type { GatewayServices } from '../../resolvers/context/RequestContext.ts';
import { createSelectionPlans } from '../../resolvers/context/SelectionPlans.ts';
import { createDirectChange } from '../../resolvers/live/direct/createDirectChange.ts';
import { createLoaders } from '../../resolvers/loaders/createLoaders.ts';
import { createSharedLoaders } from '../../resolvers/loaders/createSharedLoaders.ts';
import type { GraphqlEngine } from './graphql/GraphqlEngine.ts';
import type { GatewayMetrics } from './metrics/createGatewayMetrics.ts';
import type { StatementLimits } from './limits/StatementLimits.ts';
import { StatementQueues } from './limits/StatementQueues.ts';
import { shareRuns } from './limits/shareRuns.ts';

/** Executes GraphQL with the resolvers, so many statements at once for each request and consumer. */
export function createEngine(
  services: GatewayServices,
  statements: StatementLimits,
  metrics?: GatewayMetrics,
): GraphqlEngine {
  const queues = new StatementQueues(services.database, statements);
  return {
    schemaFor: (profile) => createCallerSchema(profile, services.project).schema,
    open: ({ profile }, { trace }, budget) => {
      const context = createRequestContext(
        { ...services, database: queues.open(profile.consumer) },
        { profile, traceId: trace.traceId, budget },
      );
      return {
        context,
        finish: async () => {
          const ending = await finishRequest(context);
          metrics?.answered(context.accesses.contracts().map(({ contract }) => contract.id));
          return ending;
        },
      };
    },
    openLive: (profile, traceId) => {
      const accesses = new AccessLog();
      const database = queues.open(profile.consumer);
      const live = { ...services, database };
      const loadersOf = createSharedLoaders((budget) => createLoaders({ ...live, profile }, budget));
      const plans = createSelectionPlans(profile);
      return {
        assertServed: async (contract) => {
          await services.states.asOf(contract);
        },
        open: (budget) => {
          const ofMessage = new AccessLog();
          const loaders = loadersOf(budget);
          return {
            context: createRequestContext(live, {
              ...{ profile, traceId, budget, accesses: ofMessage, plans, loaders },
            }),
            read: () =>
              ofMessage.entries().map(({ access, operation, paths, rowCount: rows }) => ({
                ...{ access, operation, paths: [...paths], rows },
              })),
          };
        },
        direct: (contract, selection) =>
          createDirectChange(contract.id, selection, { ...services, profile, plans: plans.rows }),
        note: (read) => {
          for (const { access, operation, paths, rows } of read)
            accesses.record(access, operation, paths, rows);
        },
        // Of many that begin at once the first writes what the others have read too.
        flush: shareRuns(() => flushSince({ profile, traceId, database }, accesses)),
      };
    },
  };
}
