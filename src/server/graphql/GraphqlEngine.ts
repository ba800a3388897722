import type { GraphQLSchema } from 'graphql';
import type { AnswerBudget } from '../../../resolvers/context/AnswerBudget.ts';
import type { NotedRead } from '../../../resolvers/context/NotedRead.ts';
import type { PlannedSelection } from '../../../resolvers/context/createRowPlans.ts';
import type { DirectChange } from '../../../resolvers/live/direct/createDirectChange.ts';
import type { Contract } from '../../contract/model.ts';
import type { AccessProfile } from '../../policy/AccessProfile.ts';
import type { Asker, RequestState } from '../http/requestState.ts';

/** What executes GraphQL for a caller: the server's view of the resolvers. */
export interface GraphqlEngine {
  /** The schema of everybody with the profile's shape; the same object for equal shapes is not demanded. */
  readonly schemaFor: (profile: AccessProfile) => GraphQLSchema;
  /** Opens what one request's resolvers share. */
  readonly open: (asker: Asker, state: RequestState, budget: AnswerBudget) => Execution;
  /** Opens what the messages of subscriptions of equal selection and access share. */
  readonly openLive: (profile: AccessProfile, traceId: string) => LiveExecution;
}

/** One message on its way. */
export interface MessageExecution {
  /** graphql-js's context value. */
  readonly context: object;
  /** What its resolvers have read. */
  readonly read: () => readonly NotedRead[];
}

/** What a subscription's messages share. */
export interface LiveExecution {
  /** @throws ConcordatError where the contract cannot be served now, as `ContractStates.asOf` */
  readonly assertServed: (contract: Contract) => Promise<void>;
  readonly open: (budget: AnswerBudget) => MessageExecution;
  /** What writes the changes that a selection shows, where it takes no more than the change itself. */
  readonly direct: (contract: Contract, selection: PlannedSelection) => DirectChange;
  /** Notes for `flush` what was read by whoever is told a message. */
  readonly note: (read: readonly NotedRead[]) => void;
  /**
   * Writes the audit of what was read since.
   *
   * @throws ConcordatError from the database; what was noted is kept for the next time
   */
  readonly flush: () => Promise<void>;
}

/** One operation of one caller, from its context to what stands behind its answer. */
export interface Execution {
  /** graphql-js's context value. A plain object: Apollo Server hands on a copy of its properties. */
  readonly context: object;
  /** Called once when the operation has been executed, before its answer is sent. */
  readonly finish: () => Promise<Ending>;
}

/** What an answer says beside its data. */
export interface Ending {
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly headers: ReadonlyMap<string, string>;
}
