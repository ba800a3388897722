/** What a batch brought into raw, once it is committed. */
export interface IngestedBatch {
  readonly partitions: readonly IngestedPartition[];
  /** Milliseconds from the first look at the batch to its commit. */
  readonly durationMs: number;
}

/** One partition of a source topic within a batch. */
export interface IngestedPartition {
  readonly source: string;
  readonly partition: number;
  /** Records that came from the broker. */
  readonly consumed: number;
  /** Those of them that raw did not have. */
  readonly added: number;
}
