import type { Logger } from 'pino';
import pRetry from 'p-retry';
import type { Project } from '../../contract/model.ts';
import { rebuildWhere } from '../../pipeline/rebuild/rebuild.ts';
import { underivedContracts } from '../../pipeline/rebuild/underivedContracts.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Database, Transaction } from '../../storage/Database.ts';
import { isTransient } from '../../storage/isTransient.ts';
import { assertCurrent } from '../gateway/assertCurrent.ts';
import { assertMaskKey } from '../gateway/assertMaskKey.ts';

export interface PrepareOptions {
  readonly database: Database;
  readonly project: Project;
  readonly maskKeys: MaskKeys;
  readonly logger: Logger;
  /** Ends the trying, and a rebuild that is under way or waits for another. */
  readonly signal: AbortSignal;
}

const firstPauseMs = 250;
const longestPauseMs = 30_000;

async function prepareOnce({ database, project, maskKeys, logger, signal }: PrepareOptions): Promise<void> {
  await assertCurrent(database, project);
  await assertMaskKey(database, project, maskKeys);
  const underived = await underivedContracts(database, project);
  if (underived.length === 0) return;
  logger.info({ contracts: underived }, 'rebuilding, as these were never derived as they are declared');
  const isNeeded = async (transaction: Transaction): Promise<boolean> =>
    (await underivedContracts(transaction, project)).length > 0;
  const result = await rebuildWhere(database, project, isNeeded, {
    ...{ maskKeys, signal },
    // A deployment is not stopped by rows that nobody is served yet.
    refuses: 'SERVED',
  });
  if (result === undefined) logger.info('another process has rebuilt them');
}

/**
 * Makes sure that the database is what the workers need, and rebuilds what was never derived, or by another version of the project.
 * A database that is away, or fails in a way that passes by itself, is tried again, later each time, until `signal` aborts; everything
 * else ends it, as no time would mend it.
 *
 * @throws ConcordatError MIGRATION_REFUSED, PROJECT_INVALID, CONFIGURATION_INVALID; DATABASE_UNAVAILABLE where the server refuses the
 * user or has no such database
 */
export async function preparePipeline(options: PrepareOptions): Promise<void> {
  let retryInMs = firstPauseMs;
  await pRetry(() => prepareOnce(options), {
    ...{ retries: Infinity, minTimeout: firstPauseMs, maxTimeout: longestPauseMs, signal: options.signal },
    shouldRetry: ({ error }) => isTransient(error),
    onFailedAttempt: ({ error }) => {
      if (options.signal.aborted || !isTransient(error)) return;
      options.logger.error(
        { err: error, retryInMs },
        'the database cannot be worked on yet; it is tried again',
      );
      retryInMs = Math.min(longestPauseMs, retryInMs * 2);
    },
  });
}
