/** One change of a contract version's row, as it goes to the contract topic. */
export interface ContractChange {
  /** E.g. `settled_claim@1`. */
  readonly contract: string;
  /** The key's fields under their GraphQL names, in the order of `@key`. */
  readonly key: Readonly<Record<string, unknown>>;
  /** Grows with each change of the key. */
  readonly revision: string;
  /** The row as JSON text under its GraphQL names; null where it is gone. */
  readonly value: string | null;
  /** As JSON text what filters, residency and row policies ask of the row as it was; null where there was none. */
  readonly before: string | null;
  /** ISO time. */
  readonly committedAt: string;
  /** W3C Trace Context of what caused it. */
  readonly traceparent: string | null;
}
