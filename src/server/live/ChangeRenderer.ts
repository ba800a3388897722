import { randomBytes } from 'node:crypto';
import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { ChangeEntry } from '../../../resolvers/live/ChangeEntry.ts';
import type { LiveEvent } from '../../feed/hub/LiveEvent.ts';
import type { Rendered } from '../../feed/hub/LiveMessage.ts';
import type { FeedChange } from '../../feed/live/FeedChange.ts';
import type { LiveExecution } from '../graphql/GraphqlEngine.ts';
import type { Limits } from '../limits/Limits.ts';
import { OperationBudget } from '../limits/OperationBudget.ts';
import { changeDocument } from './changeDocument.ts';
import type { LiveOperation } from './LiveOperation.ts';

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

/** Bytes of changes whose messages are kept, for each selection and kind. */
const recentBytes = 64 * 1024;
/** For so long, as what links and `_meta` show is of the moment at which a message is made. */
const recentMs = 5_000;

function recentlyRendered(): LRUCache<FeedChange, Rendered | Promise<Rendered>> {
  // One is kept at least, however large.
  return new LRUCache({
    ...{ maxSize: recentBytes, ttl: recentMs },
    sizeCalculation: (_rendered, { bytes }) => Math.min(recentBytes, Math.max(1, bytes)),
  });
}

/**
 * Renders changes for subscriptions of equal selection and access: GraphQL executes the selection on each once, by the resolvers that
 * serve queries, whatever the subscriptions filter by.
 */
export class ChangeRenderer {
  readonly #parts: ChangeRendererParts;
  readonly #document: DocumentNode;
  /** All filters are told of a change before of the next one, and those who catch up of the same few, one after the other. */
  readonly #recent: Readonly<Record<LiveEvent['kind'], LRUCache<FeedChange, Rendered | Promise<Rendered>>>> =
    { UPSERT: recentlyRendered(), DELETE: recentlyRendered() };

  constructor(parts: ChangeRendererParts) {
    this.#parts = parts;
    this.#document = changeDocument(parts.operation);
  }

  /** @throws ConcordatError LIMIT_EXCEEDED where a message would be too large, as an answer */
  change(kind: LiveEvent['kind'], change: FeedChange): Rendered | Promise<Rendered> {
    const recent = this.#recent[kind];
    const known = recent.get(change);
    if (known !== undefined) return known;
    const { key, row, revision, committedAt } = change;
    const rendered = this.entry({
      ...{ kind, key, revision, committedAt },
      row: kind === 'DELETE' ? null : (row ?? null),
    });
    recent.set(change, rendered);
    // Whoever comes back for what failed has it tried again.
    if (rendered instanceof Promise)
      rendered.catch(() => {
        if (recent.peek(change) === rendered) recent.delete(change);
      });
    return rendered;
  }

  /** @throws as `change` */
  entry(entry: RenderedEntry): Rendered | Promise<Rendered> {
    const { operation, execution, limits } = this.#parts;
    const { schema, variables, access } = operation;
    const { contract } = access;
    const budget = new OperationBudget(limits, unmetered);
    const root: ChangeEntry = { ...entry, contractId: contract.id, cursor: cursorPlace };
    const result = execute({
      ...{ schema, document: this.#document, variableValues: variables },
      rootValue: { [contract.queryName]: root },
      contextValue: execution.context(budget),
    });
    const finish = (done: ExecutionResult): Rendered => {
      if (budget.refusal !== undefined) throw budget.refusal;
      return this.#text(done).split(cursorPlace);
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

  #text({ data, errors }: ExecutionResult): string {
    return JSON.stringify({
      ...(errors === undefined ? {} : { errors: errors.map((error) => this.#told(error)) }),
      data,
    });
  }
}
