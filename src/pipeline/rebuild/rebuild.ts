import type { Project } from '../../contract/model.ts';
import type { Database } from '../../storage/Database.ts';
import { alone } from '../derive/derivationLocks.ts';
import { recordAllPositions } from '../derive/recordPositions.ts';
import { recordWaitingDrift } from '../drift/recordWaitingDrift.ts';
import { deriveAll, type DeriveAllOptions } from './deriveAll.ts';
import { projectDigest } from './projectDigest.ts';
import type { RebuildResult } from './RebuildProgress.ts';

export type RebuildOptions = DeriveAllOptions;

/**
 * Derives everything from raw anew: products, reconciliations with their exceptions, and the serving tables of contracts,
 * with a revision and a change for each row that really differs. All in one transaction on one snapshot, so that readers
 * see the state before or the state after. A second run changes nothing.
 *
 * @throws ConcordatError PROJECT_INVALID when the project's SQL fails or does not keep what is declared; nothing is changed then.
 */
export function rebuild(
  database: Database,
  project: Project,
  options: RebuildOptions,
): Promise<RebuildResult> {
  return database.transaction(
    async (transaction) => {
      await transaction.script(alone);
      const result = await deriveAll(transaction, project, 'ARRIVED', options);
      await transaction.execute({
        text: 'update contract.state set project = $1 where contract = any($2)',
        values: [projectDigest(project), result.contracts.map(({ contract }) => contract)],
      });
      const driftFailure = await recordWaitingDrift(transaction, project);
      await recordAllPositions(transaction);
      return driftFailure === undefined ? result : { ...result, driftFailure };
    },
    { isolation: 'REPEATABLE_READ', statementTimeoutMs: 0 },
  );
}
