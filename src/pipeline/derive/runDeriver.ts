import type { Project } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { DerivedBatch } from '../observe/DerivedBatch.ts';
import { topicsOf } from '../project/topicsOf.ts';
import { assertNotReplaced } from '../rebuild/assertNotReplaced.ts';
import { runLeased, type WorkerOptions } from '../run/runLeased.ts';
import { deriveBatch } from './deriveBatch.ts';
import { readShards } from './readShards.ts';

export interface DeriverOptions extends WorkerOptions {
  readonly project: Project;
  readonly maskKeys: MaskKeys;
  /** Source events in one batch, about. */
  readonly batchSize?: number;
  /** Told of each batch that is committed. */
  readonly onBatch?: (batch: DerivedBatch) => void;
}

const shardPrefix = 'shard:';

/**
 * Derives what arrives, continuously, until `signal` aborts: this process's share of the shards, one batch of each in turn. A
 * batch that fails leaves nothing behind and is tried again.
 */
export function runDeriver(options: DeriverOptions): Promise<void> {
  const { database, project } = options;
  const topics = [...new Set(project.products.flatMap(topicsOf))];
  return runLeased({
    ...options,
    kind: 'deriver',
    pieces: async () => {
      // A process of a version that was replaced takes no share, so that it is not in the way of the others.
      await assertNotReplaced(database, project);
      return (await readShards(database, topics)).map((shard) => `${shardPrefix}${shard}`);
    },
    work: async (lease) => {
      const shard = Number(lease.name.slice(shardPrefix.length));
      const startedAt = performance.now();
      const result = await deriveBatch(database, project, shard, { ...options, lease });
      if (result === undefined) return false;
      options.onBatch?.({ shard, result, durationMs: performance.now() - startedAt });
      return true;
    },
  });
}
