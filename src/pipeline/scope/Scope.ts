/** Values of one column of a SELECT whose rows are to be computed anew, as text. */
export interface TouchedColumn {
  readonly column: string;
  readonly values: readonly string[];
}

/** The rows that changes can have touched. */
export interface TouchedScope {
  readonly kind: 'TOUCHED';
  readonly by: readonly TouchedColumn[];
  /** Whether `touched_trace` says whose traces the changes belong to. */
  readonly isTraced: boolean;
}

/** What a derivation computes of a table: all of it, or the rows that changes can have touched. */
export type Scope = { readonly kind: 'ALL' } | TouchedScope;

/** A scope that has the rows of these values as well. */
export function widened(scope: Scope, by: readonly TouchedColumn[]): Scope {
  return scope.kind === 'ALL' || by.length === 0 ? scope : { ...scope, by: [...scope.by, ...by] };
}

/** Of values by column those that the scope does not have. */
export function besideTouched(scope: TouchedScope, by: readonly TouchedColumn[]): readonly TouchedColumn[] {
  return by.flatMap(({ column, values }) => {
    const touched = new Set(scope.by.flatMap((one) => (one.column === column ? one.values : [])));
    const others = values.filter((value) => !touched.has(value));
    return others.length === 0 ? [] : [{ column, values: others }];
  });
}

export const everything: Scope = { kind: 'ALL' };
