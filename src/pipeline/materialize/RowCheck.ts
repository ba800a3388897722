/** Something that a computed row must not be. */
export interface RowCheck {
  /** SQL that is true of a row in `computed` that is so; `$n` stands for the first of `values`. */
  readonly violation: string;
  readonly values: readonly unknown[];
  /** Why the row is left out; no value. */
  readonly reason: string;
  /** What the author of the SELECT can do. Without one it is the events' fault alone. */
  readonly fix?: string;
}
