import type { SetAside } from '../materialize/SetAside.ts';

/** What a derivation made of a reconciliation. */
export interface ReconciliationCounts {
  readonly reconciliation: string;
  readonly assertions: number;
  /** Exceptions that are open afterwards, and how many of them were opened, how many others resolved now. */
  readonly open: number;
  readonly opened: number;
  readonly resolved: number;
  /** Assertions that are in no table. */
  readonly setAside: readonly SetAside[];
  /** Assertions, and exceptions, that are in no table, as no change would find them: null in all that `@derivedFrom` goes by. */
  readonly unreached: number;
  readonly unreachedExceptions: number;
}
