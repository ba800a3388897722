import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Limits } from '../limits/Limits.ts';
import type { OperationQueues } from '../limits/OperationQueues.ts';
import { createFormatError } from './formatError.ts';
import { mostValidationErrors } from './mostValidationErrors.ts';
import { noteCodes } from './noteCodes.ts';
import type { DocumentStore } from './DocumentStore.ts';
import { finishAnswer } from './plugins/finishAnswer.ts';
import { limitRequested } from './plugins/limitRequested.ts';
import { nameOperation } from './plugins/nameOperation.ts';
import { refuseOtherOperations } from './plugins/refuseOtherOperations.ts';

export interface ApolloSettings {
  readonly limits: Limits;
  readonly logger: Logger;
  readonly documents: DocumentStore;
  readonly queues: OperationQueues;
}

/** An Apollo Server for one schema, told everything that it would otherwise take from the environment. */
export function createApolloServer(schema: GraphQLSchema, settings: ApolloSettings): ApolloServer<object> {
  const { limits, logger, documents, queues } = settings;
  const formatError = noteCodes(createFormatError(logger));
  return new ApolloServer<object>({
    schema,
    formatError,
    logger: silentAbout(logger),
    // Access is by schema: whoever may ask may know what there is to ask. Apollo's default follows NODE_ENV.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    nodeEnv: 'production',
    stopOnTerminationSignals: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    documentStore: documents,
    validationOptions: { maxErrors: mostValidationErrors },
    parseOptions: { maxLexicalTokens: limits.tokens },
    // The Authorization header is never sent by a browser of its own accord, so a request that has it is no forgery.
    csrfPrevention: { requestHeaders: ['authorization'] },
    apollo: {},
    plugins: [
      // Cache control wraps every resolver, at four times the cost of the request (design, section 11).
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      // Its traces hold error messages that formatError has not seen.
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      // In this order: a refused operation has a name in the log too, and none waits for its turn in vain.
      nameOperation,
      refuseOtherOperations,
      limitRequested(limits, queues),
      finishAnswer(formatError),
    ],
  });
}

/** Apollo Server's own messages quote errors, which may quote values: only that it said something is logged. */
function silentAbout(
  logger: Logger,
): Record<'debug' | 'info' | 'warn' | 'error', (message?: unknown) => void> {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: () => {
      logger.warn('Apollo Server gave a warning');
    },
    error: () => {
      logger.error('Apollo Server reported an error');
    },
  };
}
