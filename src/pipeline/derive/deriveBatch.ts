import type { Project } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Database } from '../../storage/Database.ts';
import type { Lease } from '../lease/Lease.ts';
import { recordDrift } from '../drift/recordDrift.ts';
import { holdLease } from '../lease/renewLease.ts';
import { topicsOf } from '../project/topicsOf.ts';
import { inSpan } from '../trace/inSpan.ts';
import { deriveWindow, type BatchResult } from './deriveWindow.ts';
import { readWindow } from './readWindow.ts';

export interface DeriveOptions {
  readonly maskKeys: MaskKeys;
  /** Source events in one batch, about; default 1,000. */
  readonly batchSize?: number;
  /** The lease under which the shard is derived; none where nobody else can be at it, as in tests. */
  readonly lease?: Lease;
}

/** No rebuild meanwhile; other batches are not held up. */
const besideRebuilds = 'lock table contract.state in row exclusive mode';

/**
 * Derives the next events of a shard in one transaction: what they change, the changes' revisions and the position commit
 * together or not at all. Undefined when everything that has arrived is derived.
 *
 * @throws ConcordatError PROJECT_INVALID as `deriveWindow`, LEASE_LOST, DATABASE_UNAVAILABLE; see `isTransient` for what to try again.
 */
export function deriveBatch(
  database: Database,
  project: Project,
  shard: number,
  options: DeriveOptions,
): Promise<BatchResult | undefined> {
  const topics = [...new Set(project.products.flatMap(topicsOf))];
  return database.transaction(
    async (transaction) => {
      if (options.lease !== undefined) await holdLease(transaction, options.lease);
      await transaction.script(`${besideRebuilds}; set local jit = off`);
      const window = await readWindow(transaction, shard, topics, options.batchSize ?? 1_000);
      if (window.length === 0) return undefined;
      const attributes = {
        'concordat.shard': shard,
        'concordat.events': window.reduce((sum, { events }) => sum + events, 0),
      };
      return inSpan('derive batch', { attributes }, async () => {
        const result = await deriveWindow(transaction, project, window, options.maskKeys);
        const driftFailure = await recordDrift(transaction, project, window);
        return driftFailure === undefined ? result : { ...result, driftFailure };
      });
    },
    { statementTimeoutMs: 0 },
  );
}
