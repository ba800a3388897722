import type { IncomingMessage } from 'node:http';
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
} from 'graphql';
import { ConcordatError } from '../../../errors/ConcordatError.ts';
import { loggedName } from '../../http/loggedName.ts';
import { type Asker, type RequestState, requestState } from '../../http/requestState.ts';
import { endingIterator } from '../endingIterator.ts';
import type { LiveSubscription } from '../LiveSubscription.ts';
import { type ReadKind, readKind, RefusedOperation, type SentOperation } from '../parseLiveOperation.ts';
import { FormattedError } from './asResult.ts';
import { executeQuery } from './executeQuery.ts';
import type { FrameWriter } from './FrameWriter.ts';
import { logOperation } from './logOperation.ts';
import { operationState } from './operationState.ts';
import type { Turn } from './OperationTurns.ts';
import type { SocketServerParts } from './SocketServer.ts';
import { SocketTransport } from './SocketTransport.ts';

type Outcome = ExecutionResult | AsyncGenerator<never, undefined>;

/** What comes of an operation; graphql-ws hands it on as GraphQL's context value. */
class Execution {
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    this.outcome = outcome;
  }
}

/** What an operation was asked for, and by whom. */
export interface SocketRequest {
  readonly id: string;
  readonly sent: SentOperation;
  readonly asker: Asker;
  readonly turn: Turn;
  /** How many operations the socket has, with this one. */
  readonly atOnce: number;
  /** Has graphql-ws forget the operation: after an error message the protocol wants no `complete`. */
  readonly forget: () => void;
  /** Told of a subscription that has been opened. */
  readonly opened: (subscription: LiveSubscription) => void;
}

/** Begins the operations of one socket. */
export class SocketOperations {
  readonly #frames: FrameWriter;
  readonly #request: IncomingMessage;
  readonly #parts: SocketServerParts;

  constructor(frames: FrameWriter, request: IncomingMessage, parts: SocketServerParts) {
    this.#frames = frames;
    this.#request = request;
    this.#parts = parts;
  }

  /** Begins an operation, for graphql-ws to go on with; gives the errors of one that is not executed. */
  async begin(request: SocketRequest): Promise<readonly GraphQLError[] | ExecutionArgs> {
    const { sent, asker, turn } = request;
    const state = operationState(this.#request, { asker, gone: turn.gone });
    turn.onEnd(() => {
      state.span.end();
      this.#parts.metrics?.failed(state.codes);
      logOperation(this.#parts.logger, state);
    });
    const { operationsPerSocket } = this.#parts.limits;
    if (request.atOnce > operationsPerSocket)
      return this.#formatted([tooManyOperations(operationsPerSocket)], state);
    const { servings } = this.#parts.operations;
    const { schema } = await servings.of(asker.profile).servers.for(asker.profile);
    const read = this.#readKind(sent, schema);
    if (read?.name !== undefined) state.operationName = loggedName(read.name);
    try {
      const outcome =
        read?.kind === OperationTypeNode.SUBSCRIPTION
          ? this.#open(request, state, schema)
          : await this.#execute(request, state);
      if (isRefusal(outcome)) return outcome;
      if (read === undefined) throw new Error('an operation was executed that cannot be read');
      return {
        ...{ schema, document: documentOf(read.kind) },
        contextValue: new Execution(outcome),
      };
    } catch (error) {
      if (error instanceof RefusedOperation) return this.#formatted(error.errors, state);
      throw error;
    }
  }

  /** What comes of an operation that was begun. */
  static outcome({ contextValue }: ExecutionArgs): Outcome {
    if (contextValue instanceof Execution) return contextValue.outcome;
    throw new Error('an operation that was not begun');
  }

  /** Whoever executes queries says what is wrong with a document that cannot be read, in the words that it has over HTTP too. */
  #readKind(sent: SentOperation, schema: GraphQLSchema): ReadKind | undefined {
    const { limiter, limits } = this.#parts.operations;
    try {
      return readKind(sent, { schema, limiter, limits });
    } catch (error) {
      if (error instanceof RefusedOperation) return undefined;
      throw error;
    }
  }

  #open(
    { id, sent, asker, turn, forget, opened }: SocketRequest,
    state: RequestState,
    schema: GraphQLSchema,
  ): Outcome {
    const transport = new SocketTransport({
      ...{ frames: this.#frames, id, onError: forget },
      ofConsumer: this.#parts.live.waitingOf(asker.caller.consumer),
    });
    const subscription = this.#parts.live.open({
      ...{ sent, asker, schema, state, transport },
    });
    turn.work = subscription.settled;
    opened(subscription);
    return endingIterator(subscription.signal, () => {
      subscription.leave();
    });
  }

  #execute(
    { sent, asker, turn }: SocketRequest,
    state: RequestState,
  ): Promise<ExecutionResult | readonly FormattedError[]> {
    const memory = this.#parts.memory.open(asker.caller.consumer);
    turn.onEnd(memory.release);
    return executeQuery({ sent, state, asker, memory }, this.#parts);
  }

  #formatted(errors: readonly GraphQLError[], state: RequestState): readonly GraphQLError[] {
    return requestState.run(state, () =>
      errors.map((error) => {
        const formatted = this.#parts.formatError(error.toJSON(), error);
        const code = formatted.extensions?.['code'];
        if (typeof code === 'string') state.codes.add(code);
        return new FormattedError(formatted);
      }),
    );
  }
}

/** Says to graphql-ws what kind of operation it is, and no more: it keeps what it is given. */
function documentOf(operation: OperationTypeNode): DocumentNode {
  const selectionSet = { kind: Kind.SELECTION_SET, selections: [] } as const;
  return {
    kind: Kind.DOCUMENT,
    definitions: [{ kind: Kind.OPERATION_DEFINITION, operation, selectionSet }],
  };
}

function tooManyOperations(most: number): GraphQLError {
  const refused = new ConcordatError('LIMIT_EXCEEDED', `A socket has at most ${most} operations at once.`, {
    fix: 'End some, or open another socket.',
  });
  return new GraphQLError(refused.message, { originalError: refused });
}

function isRefusal(outcome: Outcome | readonly FormattedError[]): outcome is readonly FormattedError[] {
  return Array.isArray(outcome);
}
