import type { Project } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Transaction } from '../../storage/Database.ts';
import {
  derivedContracts,
  materializeContract,
  type ContractCounts,
} from '../materialize/materializeContract.ts';
import type { Refused } from '../materialize/Computation.ts';
import type { ProductCounts } from '../project/ProductCounts.ts';
import { projectProduct } from '../project/projectProduct.ts';
import { createWorkTables } from '../project/workTables.ts';
import type { UpTo } from '../project/readPartitions.ts';
import type { ReconciliationCounts } from '../reconcile/ReconciliationCounts.ts';
import { resolveAssertions } from '../reconcile/resolveAssertions.ts';
import { settleExceptions } from '../reconcile/settleExceptions.ts';
import { createResettled } from '../scope/resettled.ts';
import { everything } from '../scope/Scope.ts';
import type { RebuildProgress, RebuildResult } from './RebuildProgress.ts';
import { wholeShare } from './wholeShare.ts';

export interface DeriveAllOptions {
  /** Keys of HASH and TOKEN masks, for filters by masked values. */
  readonly maskKeys: MaskKeys;
  /** Source events in one run of a product's `project.sql`; default 20,000. */
  readonly batchSize?: number;
  /** Which rows that break what is declared are an error; others are set aside. Default `NONE`. */
  readonly refuses?: Refused | undefined;
  readonly onProgress?: (progress: RebuildProgress) => void;
}

interface Work {
  readonly transaction: Transaction;
  readonly project: Project;
  readonly options: DeriveAllOptions;
  readonly upTo: UpTo;
  readonly report: (progress: Omit<RebuildProgress, 'share'>) => void;
}

async function projectAll({ transaction, project, options, upTo, report }: Work): Promise<ProductCounts[]> {
  const counts: ProductCounts[] = [];
  for (const product of project.products) {
    counts.push(
      await projectProduct(transaction, product, {
        batchSize: options.batchSize ?? 20_000,
        upTo,
        onProgress: (done, total) => {
          report({ phase: 'PROJECT', name: product.name, done, total });
        },
      }),
    );
  }
  return counts;
}

async function reconcileAll({
  transaction,
  project,
  options,
  report,
}: Work): Promise<ReconciliationCounts[]> {
  const counts: ReconciliationCounts[] = [];
  const total = project.reconciliations.length;
  for (const reconciliation of project.reconciliations) {
    report({ phase: 'RECONCILE', name: reconciliation.name, done: counts.length, total });
    const { assertions, setAside, unreached } = await resolveAssertions(
      transaction,
      reconciliation,
      project,
      everything,
      options.refuses,
    );
    const exceptions = await settleExceptions(transaction, reconciliation, project, everything);
    counts.push({ reconciliation: reconciliation.name, assertions, setAside, unreached, ...exceptions });
    report({ phase: 'RECONCILE', name: reconciliation.name, done: counts.length, total });
  }
  return counts;
}

async function materializeAll({ transaction, project, options, report }: Work): Promise<ContractCounts[]> {
  const counts: ContractCounts[] = [];
  const filled = derivedContracts(project);
  for (const contract of filled) {
    report({ phase: 'MATERIALIZE', name: contract.id, done: counts.length, total: filled.length });
    counts.push(await materializeContract(transaction, contract, project, everything, options));
    report({ phase: 'MATERIALIZE', name: contract.id, done: counts.length, total: filled.length });
  }
  return counts;
}

/**
 * Derives products, reconciliations with their exceptions, and serving tables from raw anew, in the caller's transaction, which
 * must be on one snapshot and alone.
 *
 * @param upTo - what of raw: all that has arrived, or what is derived already
 * @throws ConcordatError PROJECT_INVALID when the project's SQL fails or does not keep what is declared.
 */
export async function deriveAll(
  transaction: Transaction,
  project: Project,
  upTo: UpTo,
  options: DeriveAllOptions,
): Promise<RebuildResult> {
  // Compiling statements costs more than it saves on batches of this size.
  await transaction.script("set local work_mem = '64MB'");
  const shareOf = await wholeShare(transaction, project, upTo);
  const report: Work['report'] = (progress) =>
    options.onProgress?.({ ...progress, share: shareOf(progress) });
  await transaction.script(`${createResettled}; ${createWorkTables}`);
  const work: Work = { transaction, project, options, upTo, report };
  return {
    products: await projectAll(work),
    reconciliations: await reconcileAll(work),
    contracts: await materializeAll(work),
  };
}
