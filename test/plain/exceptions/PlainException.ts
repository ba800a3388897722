/** An exception that should be open: its kind, whose it is, and what it is about. */
export interface PlainException {
  readonly reconciliation: string;
  readonly kind: string;
  readonly owner: string;
  /** What is told of it beside its kind. */
  readonly detail: string;
  readonly subject: Readonly<Record<string, string>>;
  /** Invoices whose finance rows it concerns; only for the stores. */
  readonly invoices: readonly string[];
}
