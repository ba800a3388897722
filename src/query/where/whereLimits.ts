/** How large a `where` may be. Checked after variables are coerced, so that a variable can't carry more than a literal. */
export const whereLimits = {
  /** Values of one `in` or `notIn`. */
  values: 500,
  /** `and`, `or` and `not` inside one another. */
  depth: 8,
  /** Comparisons altogether. */
  comparisons: 100,
} as const;
