/** Computed rows that their table cannot hold and that are therefore not in it. */
export interface SetAside {
  /** Which bound they are beyond, and in which columns; no value. */
  readonly reason: string;
  readonly rows: number;
}
