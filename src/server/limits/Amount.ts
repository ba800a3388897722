/** How much an operation may return, counted before it is executed. */
export interface Amount {
  readonly rows: number;
  /** Leaf values. A list whose length only its rows tell counts as long as one. */
  readonly values: number;
}

export const nothing: Amount = { rows: 0, values: 0 };

export function sum(left: Amount, right: Amount): Amount {
  return { rows: left.rows + right.rows, values: left.values + right.values };
}
