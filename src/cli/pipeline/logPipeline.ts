import type { Logger } from 'pino';
import { createNews } from './createNews.ts';
import type { PipelineObserver, WorkerKind } from '../../pipeline/observe/PipelineObserver.ts';
import { describeError } from '../../server/logging/describeError.ts';

/**
 * Writes to the log what workers tell of their work: failures once, and again only where they go on, and when what failed works again;
 * batches at level debug.
 */
export function logPipeline(logger: Logger): PipelineObserver {
  const isNews = createNews();
  /** Workers with the codes of failures that were said and that are not over. */
  const said = new Set<string>();
  const nameOf = (worker: WorkerKind, error: unknown): string =>
    `${worker} ${describeError(error).code ?? ''}`;
  return {
    turned: () => undefined,
    rounded: () => undefined,
    failed: (worker, error, retryInMs) => {
      const line = { err: error, worker, retryInMs };
      if (isNews(worker, error)) {
        said.add(nameOf(worker, error));
        logger.error(line, 'work failed and is tried again');
      } else logger.debug(line, 'work failed again');
    },
    recovered: (worker, error) => {
      if (said.delete(nameOf(worker, error)))
        logger.info({ worker, code: describeError(error).code }, 'work that failed goes on again');
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
    derived: ({ shard, durationMs, result: { events, products, contracts, driftFailure } }) => {
      logger.debug({ shard, durationMs, events, products, contracts }, 'derived');
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
