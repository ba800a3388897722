import type { Watchdog } from '../pipeline/observe/createWatchdog.ts';
import type { Session } from '../storage/Database.ts';
import { sqlFailureOf } from '../storage/SqlFailure.ts';
import type { Health, Obstacle } from './http/serveHealth.ts';
import { describeError } from './logging/describeError.ts';

export interface PipelineHealthOptions {
  /** Where the database is asked, beside the work. */
  readonly aside: Session;
  readonly watchdog: Watchdog;
  readonly isClosing: () => boolean;
}

const wholeSeconds = (milliseconds: number): number => Math.round(milliseconds / 1_000);

function standstill(watchdog: Watchdog): Obstacle | undefined {
  const stalled = watchdog.stalled();
  if (stalled.length === 0) return undefined;
  return {
    status: `stalled: ${stalled.map(({ worker }) => worker).join(', ')}`,
    workers: stalled.map(({ worker, silentMs }) => ({ worker, silentSeconds: wholeSeconds(silentMs) })),
  };
}

function failure(watchdog: Watchdog): Obstacle | undefined {
  const failing = watchdog.failing().map(({ worker, error, failingMs }) => {
    const { name, code = name } = describeError(error);
    const sqlState = sqlFailureOf(error)?.details.sqlState;
    return {
      ...{ worker, code },
      ...(sqlState === undefined ? {} : { sqlState }),
      seconds: wholeSeconds(failingMs),
    };
  });
  if (failing.length === 0) return undefined;
  const words = failing.map(({ worker, code }) => `${worker} (${code})`);
  return { status: `failing: ${words.join(', ')}`, workers: failing };
}

/**
 * Health of a process of the pipeline. It lives while its workers go round, be they idle or failing; it is ready once they have
 * begun, while the database can be written and some of each worker's work succeeds.
 */
export function createPipelineHealth({ aside, watchdog, isClosing }: PipelineHealthOptions): Health {
  return {
    isClosing,
    standstill: () => standstill(watchdog),
    obstacle: async () => {
      const [row] = await aside.query<{ read_only: boolean }>({
        text: `select current_setting('transaction_read_only')::boolean as read_only`,
      });
      if (row?.read_only === true) return { status: 'database is read-only' };
      if (!watchdog.hasBegun()) return { status: 'starting' };
      return standstill(watchdog) ?? failure(watchdog);
    },
  };
}
