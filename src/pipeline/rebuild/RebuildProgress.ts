import type { ContractCounts } from '../materialize/materializeContract.ts';
import type { ProductCounts } from '../project/ProductCounts.ts';
import type { ReconciliationCounts } from '../reconcile/ReconciliationCounts.ts';

/** Where a rebuild stands. `done` and `total` count source events in PROJECT, and reconciliations or contracts after that. */
export interface RebuildProgress {
  readonly phase: 'PROJECT' | 'RECONCILE' | 'MATERIALIZE';
  /** The product, reconciliation or contract version that is worked on. */
  readonly name: string;
  readonly done: number;
  readonly total: number;
  /** How much of the whole is done, from 0 to 1, about. */
  readonly share: number;
}

/** What a rebuild made. */
export interface RebuildResult {
  readonly products: readonly ProductCounts[];
  readonly reconciliations: readonly ReconciliationCounts[];
  readonly contracts: readonly ContractCounts[];
  /** Why drift of events that were not derived before could not be recorded, which stops nothing. */
  readonly driftFailure?: string;
}
