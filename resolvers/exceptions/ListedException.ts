import type { ContractAccess } from '../../src/policy/AccessProfile.ts';
import type { Position } from '../../src/query/order/keysetRanges.ts';
import type { ExceptionPath } from '../../src/query/selection/exceptionPaths.ts';
import type { RowException } from '../loaders/exceptionEntries.ts';
import type { ContractRow } from '../row/ContractRow.ts';

/** What an exception concerns of what the caller may see: rows that paths lead to, or the one row that it is withheld at. */
export type Concerns =
  | { readonly kind: 'PATHS'; readonly paths: readonly ExceptionPath[] }
  | { readonly kind: 'ROW'; readonly row: ContractRow };

/** An exception of the list `exceptions`. */
export interface ListedException extends RowException {
  readonly reconciliation: string;
  readonly severity: string | null;
  readonly resolvedAt: string | null;
  readonly concerns: Concerns;
}

/** An exception and its place in its part of the list. */
export interface ListedEntry {
  readonly position: Position;
  readonly exception: ListedException;
}

/** The contracts whose rows an exception is shown for, each once. */
export function concernedAccesses({ concerns }: ListedException): ReadonlySet<ContractAccess> {
  return new Set(
    concerns.kind === 'ROW' ? [concerns.row.access] : concerns.paths.map(({ access }) => access),
  );
}
