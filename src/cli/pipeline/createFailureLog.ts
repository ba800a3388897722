import type { Logger } from 'pino';
import type { PipelineObserver, WorkerKind } from '../../pipeline/observe/PipelineObserver.ts';
import { describeError } from '../../server/logging/describeError.ts';
import { createNews } from './createNews.ts';

/** What of a worker failed by a code, since the log said so or would have. */
interface Failing {
  readonly since: number;
  isSaid: boolean;
  /** What of it succeeded since. */
  readonly recovered: Set<string>;
}

/** So long what failed lately and recovered must fail anew to be said at once; what comes and goes within is not. */
const lastingMs = 5_000;

function codeOf(error: unknown): string {
  return describeError(error).code ?? '';
}

/**
 * Writes to the log what workers say of failures: each once, again where it goes on for long, and that it is over once some of it
 * succeeded and nothing of the worker fails by it any more.
 *
 * @param clock - milliseconds on a clock that never goes back
 */
export function createFailureLog(
  logger: Logger,
  clock: () => number = () => performance.now(),
): Pick<PipelineObserver, 'failed' | 'recovered' | 'rounded'> {
  const isNews = createNews(clock);
  const known = new Map<WorkerKind, Map<string, Failing>>();

  const failingOf = (worker: WorkerKind): Map<string, Failing> => {
    const found = known.get(worker) ?? new Map<string, Failing>();
    known.set(worker, found);
    return found;
  };

  return {
    failed: (worker, error, retryInMs, work) => {
      const code = codeOf(error);
      const ofWorker = failingOf(worker);
      const failing = ofWorker.get(code) ?? { since: clock(), isSaid: false, recovered: new Set<string>() };
      ofWorker.set(code, failing);
      failing.recovered.delete(work);
      const line = { err: error, worker, work, retryInMs };
      const lasts = !failing.isSaid && clock() - failing.since >= lastingMs;
      if (isNews(worker, error) || lasts) {
        failing.isSaid = true;
        logger.error(line, 'work failed and is tried again');
      } else logger.debug(line, 'work failed again');
    },
    recovered: (worker, error, work) => {
      failingOf(worker).get(codeOf(error))?.recovered.add(work);
    },
    rounded: (worker, _failure, works) => {
      const ofWorker = failingOf(worker);
      if (ofWorker.size === 0) return;
      const failures = [...works.values()].filter((error) => error !== undefined);
      const codes = new Set(failures.map(codeOf));
      for (const [code, { isSaid, recovered }] of ofWorker) {
        if (recovered.size === 0 || codes.has(code)) continue;
        ofWorker.delete(code);
        if (isSaid) logger.info({ worker, code, work: [...recovered] }, 'work that failed goes on again');
      }
    },
  };
}
