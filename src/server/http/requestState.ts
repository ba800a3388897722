import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '@opentelemetry/api';
import type { AccessProfile } from '../../policy/AccessProfile.ts';
import type { Caller } from '../../policy/Caller.ts';
import type { Execution } from '../graphql/GraphqlEngine.ts';
import type { OperationBudget } from '../limits/OperationBudget.ts';
import type { RequestTrace } from './RequestTrace.ts';

/** What is known of a request while it runs; grows as the plugins see to it. */
export interface RequestState {
  readonly trace: RequestTrace;
  /** The request's span; none where nothing is traced. */
  readonly span: Span;
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number;
  /** Once it is known who asks. */
  asker?: Asker;
  /** Once GraphQL is to be executed. */
  execution?: Execution;
  /** What the execution may use up, with it. */
  budget?: OperationBudget;
  /** Aborts when the caller has gone before its answer was sent. */
  readonly gone: AbortSignal;
  /** Once the operation's turn has come: to be called when it has been executed. */
  leave?: () => void;
  /** Once the document is understood; a name only, never text of the document. */
  operationName?: string;
  /** Whether the answer is an event stream, which lasts for as long as its caller likes. */
  isStream?: true;
  /** Counts the request as answered, once: an event stream is when it begins. */
  measure?: (status: number) => void;
  /** Codes of the errors in the answer. */
  readonly codes: Set<string>;
  /** The code by which a subscription ended that had begun. */
  endedBy?: string;
  /** Fields of whose stored values the log has been told. */
  readonly reported: Set<string>;
}

export interface Asker {
  readonly caller: Caller;
  readonly profile: AccessProfile;
}

/** The request in whose course GraphQL is executed, for what is shared between requests: the formatting of errors. */
export const requestState = new AsyncLocalStorage<RequestState>();

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `traceRequests` before any other plugin runs. */
    state: RequestState;
  }
}

export interface RunningRequest {
  readonly state: RequestState;
  readonly asker: Asker;
  readonly execution: Execution;
  readonly budget: OperationBudget;
}

/** The request whose GraphQL is executed, inside of what `requestState` runs. */
export function runningRequest(): RunningRequest {
  const state = requestState.getStore();
  if (!state?.asker || !state.execution || !state.budget) {
    throw new Error('GraphQL is executed outside of a request');
  }
  const { asker, execution, budget } = state;
  return { state, asker, execution, budget };
}
