import type { SetAsideRows } from '../materialize/readSetAside.ts';
import type { ProductCounts } from '../project/ProductCounts.ts';
import type { UnreachedRows } from '../rebuild/unreachedRows.ts';

/** Stored and recomputed rows, of the same key or without one. */
export type DifferenceKind = 'MISSING' | 'EXTRA' | 'DIFFERENT';

/** One row that is not as it should be; never what it holds. */
export interface RowDifference {
  /** `MISSING` is not stored, `EXTRA` should not be, `DIFFERENT` has other values. */
  readonly kind: DifferenceKind;
  /** The columns of its key that may be shown. */
  readonly key: Readonly<Record<string, string>>;
  /** Where it is different. */
  readonly columns: readonly string[];
}

/** How a table differs from what was recomputed. */
export interface TableDifferences {
  /** E.g. `ride_billing.rides`. */
  readonly table: string;
  readonly missing: number;
  readonly extra: number;
  readonly different: number;
  /** Some of the rows, by kind and key. */
  readonly examples: readonly RowDifference[];
}

export interface ComparedTable {
  readonly table: string;
  /** Rows that are stored. */
  readonly rows: number;
}

/** A rule that what is stored breaks by itself, whatever is recomputed. */
export interface BrokenRule {
  readonly rule: 'POSITION' | 'RAW' | 'REVISION' | 'OUTBOX';
  /** A sentence that says what and where, without values of rows. */
  readonly message: string;
}

/** What a verification found; all is well where there are neither differences nor broken rules. */
export interface VerifyResult {
  readonly compared: readonly ComparedTable[];
  /** Tables that differ. */
  readonly differences: readonly TableDifferences[];
  readonly broken: readonly BrokenRule[];
  /** Rows that are in no table, as they are stored: no difference, but to be looked at. */
  readonly setAside: readonly SetAsideRows[];
  /** Rows that are in no table because no change would find them: likewise. */
  readonly unreached: readonly UnreachedRows[];
  /** What the recomputation made of the source events; inputs = applied + parked. */
  readonly products: readonly ProductCounts[];
}
