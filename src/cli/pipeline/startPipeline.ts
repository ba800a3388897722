import type { Logger } from 'pino';
import type { KafkaSettings } from '../../feed/kafka/KafkaSettings.ts';
import { combineObservers } from '../../pipeline/observe/combineObservers.ts';
import type { PipelineObserver } from '../../pipeline/observe/PipelineObserver.ts';
import { runPipeline, type PipelineOptions } from '../../pipeline/run/runPipeline.ts';
import { openTopics } from '../kafka/openTopics.ts';
import { logPipeline } from './logPipeline.ts';

export interface StartPipelineOptions extends Omit<PipelineOptions, 'topics' | 'observer' | 'signal'> {
  readonly kafka: KafkaSettings | undefined;
  readonly logger: Logger;
  /** Told of the work, beside the log. */
  readonly observers?: readonly Partial<PipelineObserver>[];
}

/** A pipeline that runs. */
export interface RunningPipeline {
  /** Ends it: what is under way is finished, leases are given back, connections to Kafka closed. */
  stop(): Promise<void>;
}

/** Starts this process's share of the pipeline. */
export function startPipeline({
  kafka,
  logger,
  observers = [],
  ...options
}: StartPipelineOptions): RunningPipeline {
  const topics = kafka === undefined ? undefined : openTopics(kafka);
  const stopping = new AbortController();
  const running = runPipeline({
    ...options,
    ...{ topics, signal: stopping.signal, observer: combineObservers(logPipeline(logger), ...observers) },
  });
  return {
    async stop() {
      stopping.abort();
      await running;
      await topics?.reader.close();
    },
  };
}
