import { Gauge, type Registry } from 'prom-client';
import type { WorkerKind } from '../../pipeline/observe/PipelineObserver.ts';
import type { WorkFailures } from '../../pipeline/observe/WorkFailures.ts';

/**
 * A gauge of each piece of a worker's work, set by all that is this process's now: what is another's, or nobody's any more, has no series
 * here, so that nobody is called for what others do well.
 */
export function createWorkGauge(registry: Registry): (worker: WorkerKind, works: WorkFailures) => void {
  const failing = new Gauge({
    name: 'concordat_work_failing',
    help: "1 from the first failure of a piece of a worker's work until it succeeds; absent where the work is another process's.",
    labelNames: ['worker', 'work'],
    registers: [registry],
  });
  const told = new Map<WorkerKind, ReadonlySet<string>>();
  return (worker, works) => {
    for (const work of told.get(worker) ?? []) if (!works.has(work)) failing.remove({ worker, work });
    for (const [work, failure] of works) failing.set({ worker, work }, failure === undefined ? 0 : 1);
    told.set(worker, new Set(works.keys()));
  };
}
