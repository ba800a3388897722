import type { BatchResult } from '../derive/deriveWindow.ts';

/** What a batch of a shard derived, once it is committed. */
export interface DerivedBatch {
  readonly shard: number;
  readonly result: BatchResult;
  readonly durationMs: number;
}
