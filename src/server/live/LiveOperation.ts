import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { PlannedSelection } from '../../../resolvers/context/createRowPlans.ts';
import type { ContractAccess } from '../../policy/AccessProfile.ts';
import type { Condition } from '../../query/where/Condition.ts';

/** A subscription as a caller asked for it, checked. */
export interface LiveOperation {
  readonly schema: GraphQLSchema;
  /** It alone, with its fragments. */
  readonly document: DocumentNode;
  /** As they were sent. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** What it asks of its root field. */
  readonly selection: PlannedSelection;
  readonly access: ContractAccess;
  /** Of every contract that it shows something of: its own, and those that its links lead to. */
  readonly shown: readonly ContractAccess[];
  readonly where: Condition;
  readonly after: string | undefined;
  readonly snapshot: boolean;
  /** How many values a message may hold. */
  readonly values: number;
  /** How many comparisons the filter makes where it is tried; those not counted by which it is found. */
  readonly comparisons: number;
  /** About what the filter takes in memory. */
  readonly filterBytes: number;
  /** Equal for equal filters, and short. */
  readonly filterDigest: string;
  /** Equal for equal selections with equal variables in them, and short. */
  readonly selectionDigest: string;
}
