import type { FeedChange } from './FeedChange.ts';
import type { LivePosition, Offsets, SeenChange } from './LivePosition.ts';

/** What a partition holds: from the first offset to before the next one. */
export interface FeedRange {
  readonly partition: number;
  readonly start: bigint;
  readonly end: bigint;
  /** The last change before `end`, where the feed may go back to before it and come on again otherwise. */
  readonly last?: SeenChange | undefined;
}

export interface FeedRead {
  /** Of each partition in its order. */
  readonly changes: readonly FeedChange[];
  /** From where to go on. */
  readonly next: Offsets;
  /** Partitions that do not have the offset any more or never had it, are known to have gone back to before it since, or of which a part cannot be read. */
  readonly lost: readonly number[];
  /** Whether each partition was read to its end. */
  readonly atEnd: boolean;
}

export interface FeedReadOptions {
  /** Milliseconds to wait for something new; default 0. */
  readonly maxWaitMs?: number;
  readonly signal?: AbortSignal;
}

/** The changes of one contract version, wherever they are: a contract topic or the embedded feed. Safe to use from several places at once. */
export interface ContractFeed {
  /** @throws ConcordatError FEED_UNAVAILABLE, KAFKA_UNAVAILABLE or DATABASE_UNAVAILABLE */
  ranges(): Promise<readonly FeedRange[]>;
  /** Reads on in the partitions of `from`. Throws as `ranges`. */
  read(from: LivePosition, options?: FeedReadOptions): Promise<FeedRead>;
}
