/** Who works on something, e.g. a shard, until it renews no more. */
export interface Lease {
  /** What is worked on, e.g. `shard:3`. */
  readonly name: string;
  /** One process. */
  readonly holder: string;
  /** Grows with each new holder. */
  readonly epoch: string;
  /** Milliseconds by the database's clock, after which another may take it. */
  readonly durationMs: number;
}
