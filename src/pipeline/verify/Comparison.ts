/** A column of a key, and whether its values may be told. */
export interface KeyColumn {
  readonly column: string;
  readonly shown: boolean;
}

/** Two SELECTs that must give the same rows: the columns of the key and the others, all as text. */
export interface Comparison {
  /** What is compared, for messages. */
  readonly table: string;
  readonly key: readonly KeyColumn[];
  readonly columns: readonly string[];
  /** What is stored. */
  readonly stored: string;
  /** What should be, once it was recomputed. */
  readonly derived: string;
}
