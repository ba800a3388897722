/** How large a `where` may be. Checked after variables are coerced, so that a variable can't carry more than a literal. */
export const whereLimits = {
  /** Values of one `in` or `notIn`. */
  values: 500,
  /** Values of all `in` and `notIn` together: one variable may stand in each of them, and is sent once. */
  valuesInAll: 1_000,
  /** Bytes in UTF-8 of all values, wherever they stand. */
  bytes: 64 * 1024,
  /** `and`, `or` and `not` inside one another. */
  depth: 8,
  /** Comparisons altogether; a field without an operator counts as one. */
  comparisons: 100,
  /** Objects altogether, the entries of `and`, `or` and `not`, empty ones too. */
  objects: 200,
} as const;
