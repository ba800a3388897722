/** Computed rows that are left out of their table. */
export interface SetAside {
  /** Which bound or which promise they do not keep, and in which columns; no value. */
  readonly reason: string;
  readonly rows: number;
  /** How many of them were not left out before. */
  readonly isNew: number;
}
