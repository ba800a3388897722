/** Values of one column of a SELECT whose rows are to be computed anew, as text. */
export interface TouchedColumn {
  readonly column: string;
  readonly values: readonly string[];
}

/** What a derivation computes of a table: all of it, or the rows that changes can have touched. */
export type Scope =
  | { readonly kind: 'ALL' }
  | {
      readonly kind: 'TOUCHED';
      readonly by: readonly TouchedColumn[];
      /** Whether `touched_trace` says whose traces the changes belong to. */
      readonly isTraced: boolean;
    };

/** A scope that has the rows of these values as well. */
export function widened(scope: Scope, by: readonly TouchedColumn[]): Scope {
  return scope.kind === 'ALL' || by.length === 0 ? scope : { ...scope, by: [...scope.by, ...by] };
}

export const everything: Scope = { kind: 'ALL' };
