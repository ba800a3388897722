import type { DerivedBatch } from './DerivedBatch.ts';
import type { IngestedBatch } from './IngestedBatch.ts';
import type { RecordedGap } from '../ingest/topics/recordGap.ts';
import type { PublishedBatch } from './PublishedBatch.ts';
import type { UnreadableBatch } from './UnreadableBatch.ts';
import type { Watermark } from './Watermark.ts';
import type { WorkFailures } from './WorkFailures.ts';
import type { WorkShare } from './WorkShare.ts';

/** What a process of the pipeline does; each is a loop of its own. */
export type WorkerKind = 'ingester' | 'deriver' | 'publisher';

/**
 * What the workers tell of their work, for metrics and for the watchdog: each is handed to its worker's option of the same
 * meaning. Told after the commit, in passing: it must neither throw nor wait. Never a value of a row.
 */
export interface PipelineObserver {
  /** A worker goes round, or got on within a round. */
  readonly turned: (worker: WorkerKind) => void;
  /**
   * A worker has gone round once: by what all of its work fails at present, undefined when some of it succeeds, and all work that is
   * this process's now, each by what it fails.
   */
  readonly rounded: (worker: WorkerKind, failure: unknown, works: WorkFailures) => void;
  /** Some work of a worker, e.g. `shard:3`, failed and is tried again. */
  readonly failed: (worker: WorkerKind, error: unknown, retryInMs: number, work: string) => void;
  /** Work that had failed succeeded; told of each code that it had failed by, with the last error of it. */
  readonly recovered: (worker: WorkerKind, error: unknown, work: string) => void;
  /** What a worker of this process works on has changed. */
  readonly shared: (worker: WorkerKind, share: WorkShare) => void;
  readonly ingested: (batch: IngestedBatch) => void;
  /** Up to where partitions of source topics reach, as the broker said last. */
  readonly reached: (watermarks: readonly Watermark[]) => void;
  /** Source events that raw will not have: their topic lost them before they were read, or they cannot be read. */
  readonly lost: (gap: RecordedGap) => void;
  /** Source topics that do not exist yet; told when they change, empty when all are there, undefined when Kafka cannot be asked. */
  readonly missing: (topics: readonly string[] | undefined) => void;
  readonly derived: (batch: DerivedBatch) => void;
  readonly published: (batch: PublishedBatch) => void;
  /** What others wrote on a contract topic cannot be read; all of the contract's keys are written again behind it. */
  readonly unreadable: (batch: UnreadableBatch) => void;
  /** The database lost commits beneath the publisher of a contract, which recovers its topic before it goes on. */
  readonly wentBack: (contract: string) => void;
}
