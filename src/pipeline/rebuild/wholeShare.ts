import type { Project } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { derivedContracts } from '../materialize/materializeContract.ts';
import { readPartitions, type UpTo } from '../project/readPartitions.ts';
import { topicsOf } from '../project/topicsOf.ts';
import type { RebuildProgress } from './RebuildProgress.ts';

/** What a reconciliation or a contract takes, as a share of what its project's events take in products: about that much. */
const shareOfOne = 0.1;

/**
 * Makes the function that says how much of all that has to be derived is done. Products count by their events, which are known
 * beforehand; a reconciliation or a contract by what one takes as a rule.
 */
export async function wholeShare(
  transaction: Transaction,
  project: Project,
  upTo: UpTo,
): Promise<(progress: Omit<RebuildProgress, 'share'>) => number> {
  const events = new Map<string, number>();
  for (const product of project.products) {
    const partitions =
      product.projectSql === undefined ? [] : await readPartitions(transaction, topicsOf(product), upTo);
    events.set(
      product.name,
      partitions.reduce((sum, partition) => sum + partition.events, 0),
    );
  }
  const inputs = [...events.values()].reduce((sum, some) => sum + some, 0);
  const one = Math.max(1, inputs * shareOfOne);
  const reconciliations = project.reconciliations.length;
  const contracts = derivedContracts(project).length;
  const whole = inputs + (reconciliations + contracts) * one;
  const before = (name: string): number => {
    const names = [...events.keys()];
    return names.slice(0, names.indexOf(name)).reduce((sum, other) => sum + (events.get(other) ?? 0), 0);
  };
  const done = (progress: Omit<RebuildProgress, 'share'>): number => {
    if (progress.phase === 'PROJECT') return before(progress.name) + progress.done;
    if (progress.phase === 'RECONCILE') return inputs + progress.done * one;
    return inputs + (reconciliations + progress.done) * one;
  };
  return (progress) => (whole === 0 ? 1 : Math.min(1, done(progress) / whole));
}
