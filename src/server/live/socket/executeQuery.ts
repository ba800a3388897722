import { HeaderMap } from '@apollo/server';
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ConcordatError } from '../../../errors/ConcordatError.ts';
import { executeOperation, type OperationService } from '../../graphql/executeOperation.ts';
import { type Asker, type RequestState, requestState } from '../../http/requestState.ts';
import type { AnswerShare } from '../../limits/AnswerMemory.ts';
import type { SentOperation } from '../parseLiveOperation.ts';
import { asResult, type FormattedError } from './asResult.ts';

export interface SocketQuery {
  readonly sent: SentOperation;
  readonly state: RequestState;
  readonly asker: Asker;
  /** What the answer takes of the memory for answers, until it has been read. */
  readonly memory: AnswerShare;
}

export interface QueryParts {
  readonly operations: OperationService;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

/**
 * Executes a query that came over a socket as if it had come over HTTP: the same limits, records and formatting of errors. Gives
 * the errors alone of one that was not executed.
 */
export async function executeQuery(
  { sent, state, asker, memory }: SocketQuery,
  { operations, formatError }: QueryParts,
): Promise<ExecutionResult | readonly FormattedError[]> {
  const { query, variables, operationName } = sent;
  try {
    const answered = await executeOperation(
      {
        request: {
          method: 'POST',
          headers: new HeaderMap([['content-type', 'application/json']]),
          search: '',
          body: {
            query,
            ...(variables && { variables }),
            ...(typeof operationName === 'string' && { operationName }),
          },
        },
        ...{ state, asker, memory },
      },
      operations,
    );
    if (!(answered instanceof ConcordatError)) return asResult(JSON.parse(answered.text));
    state.codes.add(answered.code);
    const error = new GraphQLError(answered.message, { originalError: answered });
    return asResult({ errors: [requestState.run(state, () => formatError(error.toJSON(), error))] });
  } finally {
    state.leave?.();
  }
}
