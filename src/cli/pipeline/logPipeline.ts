import type { Logger } from 'pino';
import type { PipelineObserver } from '../../pipeline/observe/PipelineObserver.ts';
import { createFailureLog } from './createFailureLog.ts';

type OfRows = { readonly contract: string } | { readonly reconciliation: string };

function logSetAside(logger: Logger, of: OfRows, reason: string, rows: number): void {
  const subject = 'contract' in of ? { contract: of.contract } : { reconciliation: of.reconciliation };
  logger.warn(
    { ...subject, reason, rows },
    'rows were set aside: consumers do not have them any more; contract.set_aside has their keys',
  );
}

/**
 * Writes to the log what workers tell of their work: failures once, and again only where they go on, when what failed works again, and
 * which part of the work is this process's when that changes; batches at level debug.
 */
export function logPipeline(logger: Logger, clock?: () => number): PipelineObserver {
  return {
    turned: () => undefined,
    ...createFailureLog(logger, clock),
    shared: (worker, { held, taken, givenBack, lost }) => {
      logger.info(
        {
          ...{ worker, count: held.length, held },
          ...(taken.length > 0 && { taken }),
          ...(givenBack.length > 0 && { givenBack }),
          ...(lost.length > 0 && { lost }),
        },
        lost.length > 0
          ? 'leases were lost: they expired, as while a process stands still or does not reach the database'
          : 'the share of the work changed',
      );
    },
    ingested: (batch) => {
      logger.debug(batch, 'ingested');
    },
    reached: () => undefined,
    lost: (gap) => {
      logger.error(
        gap,
        'raw lacks events of a source topic for good, from fromOffset to before toOffset, where it goes on; which they are stands in raw.gap',
      );
    },
    missing: (topics) => {
      if (topics !== undefined && topics.length > 0)
        logger.warn({ topics }, 'source topics that do not exist yet');
    },
    derived: ({ shard, durationMs, result }) => {
      const { events, products, reconciliations, contracts, driftFailure } = result;
      logger.debug({ shard, durationMs, events, products, contracts }, 'derived');
      for (const { setAside, ...of } of [...reconciliations, ...contracts])
        for (const { reason, isNew } of setAside) if (isNew > 0) logSetAside(logger, of, reason, isNew);
      if (driftFailure !== undefined) logger.warn({ shard, driftFailure }, 'drift was not recorded');
    },
    published: (batch) => {
      logger.debug(batch, 'published');
    },
    unreadable: (batch) => {
      logger.error(
        batch,
        'a batch that others wrote on a contract topic cannot be read; the publisher goes on behind it and writes all keys of the contract again',
      );
    },
    wentBack: (contract) => {
      logger.error(
        { contract },
        'the database lost commits, as by a failover to a replica that was behind; the publisher recovers the topic from what the database has now, before it goes on',
      );
    },
  };
}
