/** Events of one partition that a batch works on. */
export interface Span {
  readonly source: string;
  readonly partition: number;
  /** First offset, and the one after the last. */
  readonly from: string;
  readonly to: string;
  readonly events: number;
  /** Whether some of them have a header `traceparent`, be it well formed or not. */
  readonly isTraced: boolean;
}

/** What a batch works on: one span a partition. */
export type Window = readonly Span[];
