import type { Logger } from 'pino';
import type { PipelineObserver } from '../../pipeline/observe/PipelineObserver.ts';

/** Writes to the log what workers tell of their work: failures always, batches at level debug. */
export function logPipeline(logger: Logger): PipelineObserver {
  return {
    turned: () => undefined,
    rounded: () => undefined,
    failed: (worker, error, retryInMs) => {
      logger.error({ err: error, worker, retryInMs }, 'work failed and is tried again');
    },
    ingested: (batch) => {
      logger.debug(batch, 'ingested');
    },
    reached: () => undefined,
    lost: (gap) => {
      logger.error(gap, 'raw lacks events of a source topic for good; the gap is recorded in raw.gap');
    },
    missing: (topics) => {
      if (topics !== undefined && topics.length > 0)
        logger.warn({ topics }, 'source topics that do not exist yet');
    },
    derived: ({ shard, durationMs, result: { events, products, contracts, driftFailure } }) => {
      logger.debug({ shard, durationMs, events, products, contracts }, 'derived');
      if (driftFailure !== undefined) logger.warn({ shard, driftFailure }, 'drift was not recorded');
    },
    published: (batch) => {
      logger.debug(batch, 'published');
    },
  };
}
