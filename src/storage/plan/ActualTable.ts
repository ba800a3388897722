/** A column as the database has it. */
export interface ActualColumn {
  readonly name: string;
  /** By `format_type`. */
  readonly type: string;
  readonly notNull: boolean;
  readonly hidden: boolean;
}

/** An index that Concordat made; `definition` is what `indexDefinition` wrote into its comment. */
export interface ActualIndex {
  readonly name: string;
  readonly definition: string;
}

/** A table as the database has it. */
export interface ActualTable {
  readonly columns: readonly ActualColumn[];
  readonly primaryKey: readonly string[];
  readonly indexes: readonly ActualIndex[];
  readonly hasRows: boolean;
}
