/** A column as declarations want it. */
export interface DesiredColumn {
  readonly name: string;
  /** As Postgres's `format_type` writes it, e.g. `timestamp(3) with time zone`; text is collated "C". */
  readonly type: string;
  readonly notNull: boolean;
  /** A column of a contract's SELECT that is no field: nobody was promised it. */
  readonly hidden: boolean;
}

/** An index that Concordat keeps; equal contents are the same index. */
export type DesiredIndex =
  | { readonly kind: 'BTREE'; readonly columns: readonly string[] }
  /** Finds text by any part of it. */
  | { readonly kind: 'TRIGRAM'; readonly columns: readonly [string] };

/** What a table is for; it decides what to do when its declaration changes. */
export type TableRole = 'PRODUCT' | 'EVENTS' | 'REFERENCE' | 'ASSERTION' | 'CONTRACT';

/** A table that declarations call for. */
export interface DesiredTable {
  readonly schema: string;
  readonly name: string;
  readonly role: TableRole;
  /** For messages: `contract billing_completed_ride@1`. */
  readonly owner: string;
  readonly columns: readonly DesiredColumn[];
  readonly primaryKey: readonly string[];
  readonly indexes: readonly DesiredIndex[];
}
