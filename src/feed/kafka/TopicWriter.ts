/** A record to write. */
export interface OutgoingRecord {
  readonly key: string;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

/** Records of a partition that were written without a record of anybody else's between them. */
export interface WrittenSpan {
  readonly partition: number;
  /** Offset of the first. */
  readonly start: bigint;
  /** The offset after the last. */
  readonly end: bigint;
  readonly last: OutgoingRecord;
}

/**
 * Writes to one topic, alone: a writer that is made later, in whatever process, takes over, and what an earlier one has not
 * finished by then is undone. After an error it is of no further use, and what it was about to write may be there or not.
 */
export interface TopicWriter {
  /**
   * Makes this the topic's only writer: nothing that an earlier one has begun gets on the topic from now on.
   *
   * @throws ConcordatError KAFKA_UNAVAILABLE
   */
  takeOver(): Promise<void>;
  /**
   * Writes records in their order, all of them or none, and resolves when all replicas in sync have them. Returns where they are,
   * in their order within each partition; behind the last of a partition comes one offset more, of the transaction's end. What is
   * not known for sure is left out.
   *
   * @throws ConcordatError RECORD_TOO_LARGE where a record is larger than the topic takes; KAFKA_UNAVAILABLE
   */
  write(records: readonly OutgoingRecord[]): Promise<readonly WrittenSpan[]>;
  close(): Promise<void>;
}

/** Makes the writer of a topic. */
export type CreateTopicWriter = (topic: string) => TopicWriter;
