import type { Project } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Database, Transaction } from '../../storage/Database.ts';
import { sqlFailureOf } from '../../storage/SqlFailure.ts';
import type { Lease } from '../lease/Lease.ts';
import { recordDrift } from '../drift/recordDrift.ts';
import { holdLease } from '../lease/renewLease.ts';
import { topicsOf } from '../project/topicsOf.ts';
import { assertNotReplaced } from '../rebuild/assertNotReplaced.ts';
import { inSpan } from '../trace/inSpan.ts';
import { besideRebuilds, isWantedAlone } from './derivationLocks.ts';
import { deriveWindow, type BatchResult } from './deriveWindow.ts';
import { readWindow } from './readWindow.ts';
import { recordPositions } from './recordPositions.ts';

export interface DeriveOptions {
  readonly maskKeys: MaskKeys;
  /** Source events in one batch, about; default 1,000. */
  readonly batchSize?: number;
  /** The lease under which the shard is derived; none where nobody else can be at it, as in tests. */
  readonly lease?: Lease;
  /** As `deriveWindow` tells it. */
  readonly onTurn?: () => void;
}

/** False while a rebuild or a verification is under way, or waits for its turn. */
async function takeTurn(transaction: Transaction): Promise<boolean> {
  // A lock that is refused is an error in the server's log, over and over.
  const [asked] = await transaction.query<{ isWanted: boolean }>({ text: isWantedAlone });
  if (asked?.isWanted === true) return false;
  try {
    await transaction.savepoint(() => transaction.script(`${besideRebuilds} nowait`));
    return true;
  } catch (error) {
    if (sqlFailureOf(error)?.details.sqlState === '55P03') return false;
    throw error;
  }
}

/**
 * Derives the next events of a shard in one transaction: what they change, the changes' revisions and the position commit
 * together or not at all. Undefined when there is nothing to do now: everything that has arrived is derived, or a rebuild has
 * its turn. Nobody waits for that one here, so that a worker can tell that it is not stuck.
 *
 * @throws ConcordatError PROJECT_REPLACED when another version of the project was derived since, PROJECT_INVALID as `deriveWindow`,
 * LEASE_LOST, DATABASE_UNAVAILABLE; see `isTransient` for what to try again.
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
      if (!(await takeTurn(transaction))) return undefined;
      await assertNotReplaced(transaction, project);
      const window = await readWindow(transaction, shard, topics, options.batchSize ?? 1_000);
      if (window.length === 0) return undefined;
      const attributes = {
        'concordat.shard': shard,
        'concordat.events': window.reduce((sum, { events }) => sum + events, 0),
      };
      return inSpan('derive batch', { attributes }, async () => {
        const result = await deriveWindow(transaction, project, window, options);
        await recordPositions(transaction, window);
        const driftFailure = await recordDrift(transaction, project, window);
        return driftFailure === undefined ? result : { ...result, driftFailure };
      });
    },
    { statementTimeoutMs: 0 },
  );
}
