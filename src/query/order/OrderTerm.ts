import type { ContractField } from '../../contract/model.ts';

/** One column of an ordering. Nulls come last ascending and first descending, as in a Postgres index. */
export interface OrderTerm {
  readonly field: ContractField;
  readonly direction: 'ASC' | 'DESC';
}

/** A total order over a contract's rows: what was asked for, then the key fields that were not named. */
export type Ordering = readonly OrderTerm[];
