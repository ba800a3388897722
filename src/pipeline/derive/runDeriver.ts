import { setTimeout as wait } from 'node:timers/promises';
import type { Project } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Database } from '../../storage/Database.ts';
import type { Lease } from '../lease/Lease.ts';
import { createLeaseSet } from '../lease/LeaseSet.ts';
import { topicsOf } from '../project/topicsOf.ts';
import { deriveBatch } from './deriveBatch.ts';
import type { BatchResult } from './deriveWindow.ts';
import { readShards } from './readShards.ts';

export interface DeriverOptions {
  readonly database: Database;
  readonly project: Project;
  readonly maskKeys: MaskKeys;
  /** Names this process among those that share the work; different for each. */
  readonly holder: string;
  readonly signal: AbortSignal;
  /** Source events in one batch, about. */
  readonly batchSize?: number;
  /** Milliseconds after which a silent process's shards go to others; default 15 s. */
  readonly leaseMs?: number;
  /** Milliseconds between looks for new events; default 200. */
  readonly pollMs?: number;
  readonly onBatch?: (shard: number, result: BatchResult) => void;
  /** Told of a failure; the batch is tried again, later each time. */
  readonly onFailure?: (error: unknown, retryInMs: number) => void;
}

const shardPrefix = 'shard:';
const longestPauseMs = 30_000;

function isLeaseLost(error: unknown): boolean {
  return error instanceof ConcordatError && error.code === 'LEASE_LOST';
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}

/**
 * Derives what arrives, continuously, until `signal` aborts: this process's share of the shards, one batch of each in turn. A
 * batch that fails leaves nothing behind and is tried again, with pauses that grow to half a minute; no failure ends it.
 */
export async function runDeriver(options: DeriverOptions): Promise<void> {
  const { database, project, signal, holder, leaseMs = 15_000, pollMs = 200 } = options;
  const topics = [...new Set(project.products.flatMap(topicsOf))];
  const leases = createLeaseSet({ database, holder, kind: 'deriver', durationMs: leaseMs });
  let held: readonly Lease[] = [];
  let balancedAt = -Infinity;
  let failures = 0;

  const balance = async (): Promise<void> => {
    if (performance.now() - balancedAt < leaseMs / 3) return;
    const shards = await readShards(database, topics);
    held = await leases.balance(shards.map((shard) => `${shardPrefix}${shard}`));
    // Where nothing is held there may be shards soon: topics get their first events, processes die.
    balancedAt = held.length === 0 ? -Infinity : performance.now();
  };

  const deriveOnce = async (lease: Lease): Promise<boolean> => {
    const shard = Number(lease.name.slice(shardPrefix.length));
    try {
      const result = await deriveBatch(database, project, shard, { ...options, lease });
      if (result !== undefined) options.onBatch?.(shard, result);
      return result !== undefined;
    } catch (error) {
      if (!isLeaseLost(error)) throw error;
      leases.forget(lease);
      held = held.filter((other) => other !== lease);
      balancedAt = -Infinity;
      return false;
    }
  };

  while (!signal.aborted) {
    try {
      await balance();
      let busy = false;
      for (const lease of held) {
        busy = (await deriveOnce(lease)) || busy;
      }
      failures = 0;
      if (!busy) await pause(pollMs, signal);
    } catch (error) {
      const retryInMs = Math.min(longestPauseMs, pollMs * 2 ** failures);
      failures += 1;
      options.onFailure?.(error, retryInMs);
      await pause(retryInMs, signal);
    }
  }
  // What cannot be given back expires.
  await leases.release().catch(() => undefined);
}
