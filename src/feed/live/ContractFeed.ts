import type { FeedChange } from './FeedChange.ts';
import type { LivePosition, Offsets, SeenChange } from './LivePosition.ts';

/** What a partition holds: from the first offset to before the next one. */
export interface FeedRange {
  readonly partition: number;
  readonly start: bigint;
  readonly end: bigint;
  /** The last change before `end`, where the feed may go back to before it and come on again otherwise. */
  readonly last?: SeenChange | undefined;
  /** As in a position. */
  readonly topicId?: string | undefined;
}

export interface FeedRead {
  /** Of each partition in its order. */
  readonly changes: readonly FeedChange[];
  /** From where to go on. */
  readonly next: Offsets;
  /** Partitions that do not have the offset any more or never had it, are known to have gone back to before it since, or of which a part cannot be read. */
  readonly lost: readonly number[];
  /** Partitions that were read to their end. */
  readonly current: readonly number[];
}

export interface ReadBounds {
  /** Bytes of each partition, about; 1 where it is about the next change alone. */
  readonly partitionBytes: number;
}

export interface WaitOptions {
  /** Milliseconds to wait for something new. */
  readonly maxWaitMs: number;
  readonly signal: AbortSignal;
}

/** Waits for what is new in a feed, for one who follows it. */
export interface FeedWatch {
  /** Reads on in partitions of `from`, as soon as one of them has something; throws as `ranges`. To be called once at a time. */
  next(from: LivePosition, options: WaitOptions): Promise<FeedRead>;
  close(): Promise<void>;
}

/** The changes of one contract version, wherever they are: a contract topic or the embedded feed. Safe to use from several places at once. */
export interface ContractFeed {
  /** @throws ConcordatError FEED_UNAVAILABLE, KAFKA_UNAVAILABLE or DATABASE_UNAVAILABLE */
  ranges(): Promise<readonly FeedRange[]>;
  /**
   * Reads on in the partitions of `from`, a piece of what they have, and waits for nothing. Throws as `ranges`.
   *
   * @param bounds - more may come
   */
  read(from: LivePosition, bounds: ReadBounds): Promise<FeedRead>;
  watch(): FeedWatch;
  /** Whether the pipeline made a change of this key with this revision. Throws DATABASE_UNAVAILABLE. */
  readonly isMade: (change: FeedChange) => Promise<boolean>;
}
