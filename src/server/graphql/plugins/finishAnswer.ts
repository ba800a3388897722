import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { runningRequest } from '../../http/requestState.ts';
import { refusal, refusalHeaders, refusalStatus } from '../refusal.ts';

/**
 * Writes the audit records of an executed operation and says in the answer what stands behind it. An answer whose
 * access can't be recorded is not given, and none of an operation that has used up its budget.
 */
export function finishAnswer(
  formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError,
): ApolloServerPlugin<object> {
  return {
    requestDidStart: () => {
      let executed = false;
      return Promise.resolve({
        executionDidStart() {
          executed = true;
          return Promise.resolve();
        },
        async willSendResponse({ response }) {
          if (!executed || response.body.kind !== 'single') return;
          const { execution, budget } = runningRequest();
          try {
            const { extensions, headers } = await execution.finish();
            if (budget.refusal !== undefined) {
              const refused = refusal(budget.refusal, refusalStatus(budget.refusal));
              response.http.status = refusalStatus(budget.refusal);
              for (const [name, value] of refusalHeaders(budget.refusal))
                response.http.headers.set(name, value);
              response.body = {
                kind: 'single',
                singleResult: { errors: [formatError(refused.toJSON(), refused)] },
              };
              return;
            }
            const result = response.body.singleResult;
            if (Object.keys(extensions).length > 0)
              result.extensions = { ...result.extensions, ...extensions };
            for (const [name, value] of headers) response.http.headers.set(name, value);
          } catch (error) {
            const unfinished = new GraphQLError('', { originalError: error instanceof Error ? error : null });
            response.http.status = 500;
            response.body = {
              kind: 'single',
              singleResult: { errors: [formatError(unfinished.toJSON(), unfinished)] },
            };
          }
        },
      });
    },
  };
}
