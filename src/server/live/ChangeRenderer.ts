import { randomBytes } from 'node:crypto';
import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
} from 'graphql';
import type { ChangeEntry } from '../../../resolvers/live/ChangeEntry.ts';
import type { DirectChange } from '../../../resolvers/live/direct/createDirectChange.ts';
import type { LiveEvent } from '../../feed/hub/LiveEvent.ts';
import type { Rendered } from '../../feed/hub/LiveMessage.ts';
import type { FeedChange } from '../../feed/live/FeedChange.ts';
import type { LiveExecution } from '../graphql/GraphqlEngine.ts';
import type { Limits } from '../limits/Limits.ts';
import { OperationBudget } from '../limits/OperationBudget.ts';
import { changeDocument } from './changeDocument.ts';
import type { LiveOperation } from './LiveOperation.ts';
import { RecentMessages } from './RecentMessages.ts';
import type { RenderedMessage } from './RenderedMessage.ts';

/** What is told of a row, but for the cursor. */
export type RenderedEntry = Omit<ChangeEntry, 'cursor' | 'contractId'>;

export interface ChangeRendererParts {
  /** Of any of those that share the selection. */
  readonly operation: LiveOperation;
  readonly execution: LiveExecution;
  readonly limits: Limits;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

/** One message is small, and is bounded by the limits of an answer. */
const unmetered = { take: () => undefined, release: () => undefined };

/** Stands for the cursor, which each filter has of its own. Nobody knows it, so that no value can hold it; JSON leaves it as it is. */
const cursorPlace = randomBytes(24).toString('base64url');

/**
 * Renders changes for subscriptions of equal selection and access, each once, whatever the subscriptions filter by: directly where the
 * change has all that is shown, else GraphQL executes the selection by the resolvers that serve queries.
 */
export class ChangeRenderer {
  readonly #parts: ChangeRendererParts;
  readonly #direct: DirectChange;
  readonly #document: DocumentNode;
  readonly #recent = new RecentMessages();

  constructor(parts: ChangeRendererParts) {
    const { operation, execution } = parts;
    this.#parts = parts;
    this.#direct = execution.direct(operation.access.contract, operation.selection);
    this.#document = changeDocument(operation);
  }

  /** @throws ConcordatError LIMIT_EXCEEDED where a message would be too large, as an answer */
  change(kind: LiveEvent['kind'], change: FeedChange): RenderedMessage | Promise<RenderedMessage> {
    const known = this.#recent.get(kind, change);
    if (known !== undefined) return known;
    const { key, row, revision, committedAt } = change;
    const message = this.entry({
      ...{ kind, key, revision, committedAt },
      row: kind === 'DELETE' ? null : (row ?? null),
    });
    this.#recent.add(kind, change, message);
    return message;
  }

  /** @throws as `change` */
  entry(entry: RenderedEntry): RenderedMessage | Promise<RenderedMessage> {
    const { operation, execution, limits } = this.#parts;
    const { schema, variables, access } = operation;
    const { contract } = access;
    const budget = new OperationBudget(limits, unmetered);
    const root: ChangeEntry = { ...entry, contractId: contract.id, cursor: cursorPlace };
    const direct = this.#direct(root, new OperationBudget(limits, unmetered));
    if (direct !== undefined) return { parts: partsOf({ data: direct.data }), read: direct.read };
    const { context, read } = execution.open(budget);
    const result = execute({
      ...{ schema, document: this.#document, variableValues: variables },
      rootValue: { [contract.queryName]: root },
      contextValue: context,
    });
    const finish = (done: ExecutionResult): RenderedMessage => {
      if (budget.refusal === undefined) return { parts: partsOf(this.#answer(done)), read: read() };
      execution.note(read());
      throw budget.refusal;
    };
    return result instanceof Promise ? result.then(finish) : finish(result);
  }

  /** Without a place in a document: those who are told have each their own. */
  #told(error: GraphQLError): GraphQLFormattedError {
    const { message, path, extensions } = this.#parts.formatError(error.toJSON(), error);
    return {
      message,
      ...(path === undefined ? {} : { path }),
      ...(extensions === undefined ? {} : { extensions }),
    };
  }

  #answer({ data, errors }: ExecutionResult): object {
    return {
      ...(errors === undefined ? {} : { errors: errors.map((error) => this.#told(error)) }),
      data,
    };
  }
}

function partsOf(answer: object): Rendered {
  return JSON.stringify(answer).split(cursorPlace);
}
