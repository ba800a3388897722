import type { Project } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Database, Transaction } from '../../storage/Database.ts';
import {
  derivedContracts,
  materializeContract,
  type ContractCounts,
} from '../materialize/materializeContract.ts';
import type { ProductCounts } from '../project/ProductCounts.ts';
import { projectProduct } from '../project/projectProduct.ts';
import type { ReconciliationCounts } from '../reconcile/ReconciliationCounts.ts';
import { resolveAssertions } from '../reconcile/resolveAssertions.ts';
import { settleExceptions } from '../reconcile/settleExceptions.ts';
import { recordAllPositions } from '../derive/recordPositions.ts';
import { recordWaitingDrift } from '../drift/recordWaitingDrift.ts';
import { everything } from '../scope/Scope.ts';
import type { RebuildProgress, RebuildResult } from './RebuildProgress.ts';

export interface RebuildOptions {
  /** Keys of HASH and TOKEN masks, for filters by masked values. */
  readonly maskKeys: MaskKeys;
  /** Source events in one run of a product's `project.sql`; default 20,000. */
  readonly batchSize?: number;
  readonly onProgress?: (progress: RebuildProgress) => void;
}

interface Work {
  readonly transaction: Transaction;
  readonly project: Project;
  readonly options: RebuildOptions;
  readonly report: (progress: RebuildProgress) => void;
}

/**
 * One rebuild at a time. The lock is taken before the transaction's first look at the data: whoever waited for another
 * rebuild must see what that one wrote. Readers and whoever brings in source events are not held up.
 */
const takeTurn = 'lock table contract.state in share row exclusive mode';

async function projectAll({ transaction, project, options, report }: Work): Promise<ProductCounts[]> {
  const counts: ProductCounts[] = [];
  for (const product of project.products) {
    counts.push(
      await projectProduct(transaction, product, {
        batchSize: options.batchSize ?? 20_000,
        onProgress: (done, total) => {
          report({ phase: 'PROJECT', name: product.name, done, total });
        },
      }),
    );
  }
  return counts;
}

async function reconcileAll({ transaction, project, report }: Work): Promise<ReconciliationCounts[]> {
  const counts: ReconciliationCounts[] = [];
  const total = project.reconciliations.length;
  for (const reconciliation of project.reconciliations) {
    report({ phase: 'RECONCILE', name: reconciliation.name, done: counts.length, total });
    const assertions = await resolveAssertions(transaction, reconciliation, project, everything);
    const exceptions = await settleExceptions(transaction, reconciliation, everything);
    counts.push({ reconciliation: reconciliation.name, ...assertions, ...exceptions });
    report({ phase: 'RECONCILE', name: reconciliation.name, done: counts.length, total });
  }
  return counts;
}

async function materializeAll({ transaction, project, options, report }: Work): Promise<ContractCounts[]> {
  const counts: ContractCounts[] = [];
  const filled = derivedContracts(project);
  for (const contract of filled) {
    report({ phase: 'MATERIALIZE', name: contract.id, done: counts.length, total: filled.length });
    counts.push(await materializeContract(transaction, contract, project, everything, options.maskKeys));
    report({ phase: 'MATERIALIZE', name: contract.id, done: counts.length, total: filled.length });
  }
  return counts;
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
  const report = (progress: RebuildProgress): void => options.onProgress?.(progress);
  return database.transaction(
    async (transaction) => {
      await transaction.script(takeTurn);
      // Compiling statements costs more than it saves on batches of this size.
      await transaction.script("set local jit = off; set local work_mem = '64MB'");
      const work: Work = { transaction, project, options, report };
      const result = {
        products: await projectAll(work),
        reconciliations: await reconcileAll(work),
        contracts: await materializeAll(work),
      };
      const driftFailure = await recordWaitingDrift(transaction, project);
      await recordAllPositions(transaction);
      return driftFailure === undefined ? result : { ...result, driftFailure };
    },
    { isolation: 'REPEATABLE_READ', statementTimeoutMs: 0 },
  );
}
