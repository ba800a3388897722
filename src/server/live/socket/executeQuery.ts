import { HeaderMap } from '@apollo/server';
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { ConcordatError } from '../../../errors/ConcordatError.ts';
import { executeOperation, type OperationService } from '../../graphql/executeOperation.ts';
import type { Asker, RequestState } from '../../http/requestState.ts';
import type { AnswerMemory } from '../../limits/AnswerMemory.ts';
import { asResult } from './asResult.ts';

export interface SocketQuery {
  readonly payload: SubscribePayload;
  readonly state: RequestState;
  readonly asker: Asker;
}

export interface QueryParts {
  readonly operations: OperationService;
  readonly memory: AnswerMemory;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

/** Executes a query that came over a socket as if it had come over HTTP: the same limits, records and formatting of errors. */
export async function executeQuery(
  { payload, state, asker }: SocketQuery,
  { operations, memory, formatError }: QueryParts,
): Promise<ExecutionResult> {
  const { query, variables, operationName } = payload;
  const share = memory.open(asker.caller.consumer);
  try {
    const answered = await executeOperation(
      {
        request: {
          method: 'POST',
          headers: new HeaderMap([['content-type', 'application/json']]),
          search: '',
          body: { query, ...(variables && { variables }), ...(operationName && { operationName }) },
        },
        ...{ state, asker, memory: share },
      },
      operations,
    );
    if (answered instanceof ConcordatError) {
      const error = new GraphQLError(answered.message, { originalError: answered });
      return asResult({ errors: [formatError(error.toJSON(), error)] });
    }
    return asResult(JSON.parse(answered.text));
  } finally {
    state.leave?.();
    state.span.end();
    share.release();
  }
}
