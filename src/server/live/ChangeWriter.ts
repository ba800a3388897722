import { execute, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import type { ChangeEntry } from '../../../resolvers/live/ChangeEntry.ts';
import type { LiveEvent } from '../../feed/hub/LiveEvent.ts';
import type { LiveMessage } from '../../feed/hub/LiveSink.ts';
import type { LiveExecution } from '../graphql/GraphqlEngine.ts';
import type { Limits } from '../limits/Limits.ts';
import { OperationBudget } from '../limits/OperationBudget.ts';
import type { LiveCursors } from './LiveCursors.ts';
import type { LiveOperation } from './LiveOperation.ts';

export interface ChangeWriterParts {
  readonly operation: LiveOperation;
  readonly cursors: LiveCursors;
  readonly execution: LiveExecution;
  readonly limits: Limits;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  /** Fields that a message tells of by itself. */
  readonly toldPaths: readonly string[];
}

/** One message is small, and is bounded by the limits of an answer. */
const unmetered = { take: () => undefined, release: () => undefined };

/** Writes messages of a subscription: GraphQL executes the selection on each, by the resolvers that serve queries. */
export class ChangeWriter {
  readonly #parts: ChangeWriterParts;

  constructor(parts: ChangeWriterParts) {
    this.#parts = parts;
  }

  get toldPaths(): readonly string[] {
    return this.#parts.toldPaths;
  }

  /** The message of a change. */
  event({ kind, change, position, snapshot }: LiveEvent): LiveMessage | Promise<LiveMessage> {
    const { key, row, revision, committedAt } = change;
    return this.entry({
      ...{ kind, key, revision, committedAt },
      contractId: this.#parts.operation.access.contract.id,
      row: kind === 'DELETE' ? null : (row ?? null),
      cursor: this.#parts.cursors.encode({ position, snapshot }),
    });
  }

  entry(entry: ChangeEntry): LiveMessage | Promise<LiveMessage> {
    const { operation, execution, limits, toldPaths } = this.#parts;
    const { schema, document, operationName, variables, access } = operation;
    const budget = new OperationBudget(limits, unmetered);
    execution.record(access, toldPaths, entry.key === null ? 0 : 1);
    const result = execute({
      ...{ schema, document, variableValues: variables, operationName: operationName ?? null },
      rootValue: { [access.contract.queryName]: entry },
      contextValue: execution.context(budget),
    });
    const finish = (done: ExecutionResult): LiveMessage => {
      if (budget.refusal !== undefined) throw budget.refusal;
      return { text: this.#text(done), cursor: entry.cursor };
    };
    return result instanceof Promise ? result.then(finish) : finish(result);
  }

  #text({ data, errors }: ExecutionResult): string {
    const { formatError } = this.#parts;
    return JSON.stringify({
      ...(errors === undefined ? {} : { errors: errors.map((error) => formatError(error.toJSON(), error)) }),
      data,
    });
  }
}
