import { AsyncLocalStorage } from 'node:async_hooks';
import type { AccessProfile } from '../../policy/AccessProfile.ts';
import type { Caller } from '../../policy/Caller.ts';
import type { Execution } from '../graphql/GraphqlEngine.ts';
import type { RequestTrace } from './RequestTrace.ts';

/** What is known of a request while it runs; grows as the plugins see to it. */
export interface RequestState {
  readonly trace: RequestTrace;
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number;
  /** Once it is known who asks. */
  asker?: Asker;
  /** Once GraphQL is to be executed. */
  execution?: Execution;
  /** Once the document is understood; a name only, never text of the document. */
  operationName?: string;
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

/** The running request's state and execution, inside of what `requestState` runs. */
export function currentExecution(): { readonly state: RequestState; readonly execution: Execution } {
  const state = requestState.getStore();
  if (state?.execution === undefined) throw new Error('GraphQL is executed outside of a request');
  return { state, execution: state.execution };
}
