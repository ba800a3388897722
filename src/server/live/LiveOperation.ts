import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { ContractAccess } from '../../policy/AccessProfile.ts';
import type { Condition } from '../../query/where/Condition.ts';

/** A subscription as a caller asked for it, checked. */
export interface LiveOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** As they were sent. */
  readonly variables: Readonly<Record<string, unknown>>;
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
  /** How large the filter is, as text. */
  readonly filterBytes: number;
  /** Equal for equal filters, and short. */
  readonly filterDigest: string;
  /** Equal for equal selections with equal variables in them, and short. */
  readonly selectionDigest: string;
}
