import type { ApolloServerPlugin } from '@apollo/server';
import { coerceVariables } from '../../limits/coerceVariables.ts';
import { countRequested } from '../../limits/countRequested.ts';
import { limitExceeded } from '../../limits/limitExceeded.ts';
import type { Limits } from '../../limits/Limits.ts';
import type { OperationQueues } from '../../limits/OperationQueues.ts';
import { runningRequest } from '../../http/requestState.ts';
import { ConcordatError } from '../../../errors/ConcordatError.ts';
import { refusal, refusalStatus } from '../refusal.ts';

/**
 * Refuses an operation whose variables can't be used or that may return too much, and lets others wait for their turn; needs
 * the variables, so it comes after validation (attack 7).
 */
export function limitRequested(limits: Limits, queues: OperationQueues): ApolloServerPlugin<object> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        async didResolveOperation({ schema, document, operation, request }) {
          if (!operation) return;
          const variables = coerceVariables(schema, operation, request.variables ?? {});
          const { rows, values } = countRequested(schema, document, operation, variables);
          if (rows > limits.rows) throw refusal(limitExceeded('rows', limits), 400);
          if (values > limits.values) throw refusal(limitExceeded('values', limits), 400);
          await turn(queues, rows);
        },
      }),
  };
}

async function turn(queues: OperationQueues, rows: number): Promise<void> {
  const { state, asker } = runningRequest();
  try {
    state.leave = await queues.enter(asker.caller.consumer, rows, state.gone);
  } catch (error) {
    throw error instanceof ConcordatError ? refusal(error, refusalStatus(error)) : error;
  }
}
