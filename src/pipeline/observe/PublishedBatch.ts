/** What a batch published of a contract version's changes, once all of it is acknowledged and noted. */
export interface PublishedBatch {
  /** E.g. `settled_claim@1`. */
  readonly contract: string;
  /** Where to: Kafka or the embedded feed. */
  readonly destination: 'KAFKA' | 'EMBEDDED';
  /** The topic's name; the contract's id for the embedded feed. */
  readonly topic: string;
  readonly changes: number;
  readonly durationMs: number;
}
