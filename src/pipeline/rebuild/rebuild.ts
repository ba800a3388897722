import type { Project } from '../../contract/model.ts';
import type { Database, Transaction } from '../../storage/Database.ts';
import { alone } from '../derive/derivationLocks.ts';
import { recordAllPositions } from '../derive/recordPositions.ts';
import { recordWaitingDrift } from '../drift/recordWaitingDrift.ts';
import { deriveAll, type DeriveAllOptions } from './deriveAll.ts';
import { underivedContracts } from './underivedContracts.ts';
import { projectDigest } from './projectDigest.ts';
import type { Refused } from '../materialize/Computation.ts';
import type { RebuildResult } from './RebuildProgress.ts';

export interface RebuildOptions extends DeriveAllOptions {
  /** Ends it, also in the midst of a statement or while it waits for another; nothing is changed then. */
  readonly signal?: AbortSignal;
  /** As `deriveAll`, where the project was not derived before; default `NEW`. */
  readonly refuses?: Refused | undefined;
}

/** Of what project the rows are. Contracts that it does not derive are forgotten: nobody brings their rows up to date. */
async function recordProject(
  transaction: Transaction,
  project: Project,
  contracts: readonly string[],
): Promise<void> {
  await transaction.execute({
    text: 'update contract.state set project = $1 where contract = any($2)',
    values: [projectDigest(project), contracts],
  });
  await transaction.execute({
    text: 'delete from contract.state where contract <> all($1)',
    values: [contracts],
  });
}

/** Of contracts and reconciliations that are declared no more nothing is set aside. */
async function forgetSetAside(
  transaction: Transaction,
  { contracts, reconciliations }: RebuildResult,
): Promise<void> {
  await transaction.execute({
    text: 'delete from contract.set_aside where subject <> all($1)',
    values: [
      [
        ...contracts.map(({ contract }) => `contract ${contract}`),
        ...reconciliations.map(({ reconciliation }) => `reconciliation ${reconciliation}`),
      ],
    ],
  });
}

async function rebuildAlone(
  transaction: Transaction,
  project: Project,
  options: RebuildOptions,
): Promise<RebuildResult> {
  // What this very project was derived into before sets rows aside by what has arrived since, and not by a SELECT that is new.
  const isNew = (await underivedContracts(transaction, project)).length > 0;
  const refuses = isNew ? (options.refuses ?? 'NEW') : 'NONE';
  const result = await deriveAll(transaction, project, 'ARRIVED', { ...options, refuses });
  await forgetSetAside(transaction, result);
  await recordProject(
    transaction,
    project,
    result.contracts.map(({ contract }) => contract),
  );
  const driftFailure = await recordWaitingDrift(transaction, project);
  await recordAllPositions(transaction);
  return driftFailure === undefined ? result : { ...result, driftFailure };
}

/**
 * Derives everything from raw anew, as `rebuild`, unless it turns out not to be needed once nothing else is derived: processes that
 * start together wait for each other's rebuild, and the first one's is enough for all. Undefined where it was not needed.
 *
 * @throws ConcordatError as `rebuild`
 */
export function rebuildWhere(
  database: Database,
  project: Project,
  isNeeded: (transaction: Transaction) => Promise<boolean>,
  options: RebuildOptions,
): Promise<RebuildResult | undefined> {
  return database.transaction(
    async (transaction) => {
      await transaction.script(alone);
      if (!(await isNeeded(transaction))) return undefined;
      return rebuildAlone(transaction, project, options);
    },
    { isolation: 'REPEATABLE_READ', statementTimeoutMs: 0, signal: options.signal },
  );
}

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
      return rebuildAlone(transaction, project, options);
    },
    { isolation: 'REPEATABLE_READ', statementTimeoutMs: 0, signal: options.signal },
  );
}
