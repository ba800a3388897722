/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** From where to read a partition. */
export interface ReadRequest extends TopicPartition {
  readonly offset: bigint;
  /** The id of the topic that is meant: of another one under its name nothing is read. */
  readonly topicId?: string | undefined;
}

/** A header of a record; a name may come twice. */
export interface RecordHeader {
  /** As text: with U+FFFD for what is no UTF-8. */
  readonly key: string;
  /** As it is on the topic. */
  readonly keyBytes: Buffer;
  readonly value: Buffer | null;
}

/** One record, bytes as they are on the topic. */
export interface TopicRecord {
  readonly offset: bigint;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly RecordHeader[];
}

/** What a read found. */
export type ReadResult = TopicPartition &
  (
    | {
        readonly kind: 'RECORDS';
        readonly records: readonly TopicRecord[];
        /** From where to go on; also beyond what is no record, such as a transaction's end. */
        readonly nextOffset: bigint;
        /** The offset after the newest record. */
        readonly end: bigint;
      }
    /** The partition has no such offset: retention took it, or the topic was made anew. So it is with a topic that is not the one that is meant. */
    | { readonly kind: 'OUT_OF_RANGE' }
    /** The broker gives records that cannot be read: their compression is unknown or broken. What is before them was read. */
    | {
        readonly kind: 'UNREADABLE';
        readonly error: Error;
        /** From where to go on behind them. */
        readonly nextOffset: bigint;
        /** Why, for people who look at it later; never a value. */
        readonly reason: string;
      }
    /** The broker refuses, or what it answers makes no sense. */
    | { readonly kind: 'FAILED'; readonly error: Error }
  );

/** First and next offset of a partition. */
export interface OffsetRange extends TopicPartition {
  readonly start: bigint;
  /** What transactions that have not ended wrote comes behind it. */
  readonly end: bigint;
}

/** Bounds of a reader. */
export interface ReaderBounds {
  /** What the batches of one answer may hold together when they are unpacked; default 256 MiB. */
  readonly maxUnpackedBytes?: number;
}

/**
 * Reads partitions from wherever it is told to, without a consumer group: positions belong to who reads. Records of aborted
 * transactions are left out. Safe to use from several places at once.
 */
export interface TopicReader {
  /** Numbers of the partitions of each topic, as the brokers say now; a topic that does not exist is not in it. */
  partitions(topics: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>>;
  /** What partitions hold now. */
  ranges(of: readonly TopicPartition[]): Promise<readonly OffsetRange[]>;
  /**
   * Ids of the topics, as the brokers say that lead these partitions: one that is made anew under its name has another. A topic of
   * which brokers too old for ids say nothing is not in it.
   */
  topicIds(of: readonly TopicPartition[]): Promise<ReadonlyMap<string, string>>;
  /**
   * Reads from each partition; those that have nothing new come back without records, or not at all.
   *
   * @throws ConcordatError KAFKA_UNAVAILABLE
   */
  read(requests: readonly ReadRequest[], options?: ReadOptions): Promise<readonly ReadResult[]>;
  /**
   * As `read`, from each broker by itself: one that has nothing new holds up no other. A broker answers what it is asked by one reader
   * one after the other, so that whoever waits for something new takes a reader of its own.
   *
   * @throws ConcordatError KAFKA_UNAVAILABLE
   */
  begin(requests: readonly ReadRequest[], options?: ReadOptions): Promise<readonly ReadUnderWay[]>;
  close(): Promise<void>;
}

/** What one broker was asked for. */
export interface ReadUnderWay {
  readonly requests: readonly ReadRequest[];
  /** Rejects with ConcordatError KAFKA_UNAVAILABLE. */
  readonly results: Promise<readonly ReadResult[]>;
}

export interface ReadOptions {
  /** Milliseconds to wait for something new; default 0. */
  readonly maxWaitMs?: number;
  /** Bytes of all partitions, and of one, about; at least one batch of the producer's comes whole. */
  readonly maxBytes?: number;
  readonly maxPartitionBytes?: number;
}
