import type { PipelineObserver } from './PipelineObserver.ts';

/** One observer that tells several, in their order; each hears of what it has a method for. */
export function combineObservers(...observers: readonly Partial<PipelineObserver>[]): PipelineObserver {
  return {
    turned: (worker) => {
      for (const observer of observers) observer.turned?.(worker);
    },
    rounded: (worker, failure, works) => {
      for (const observer of observers) observer.rounded?.(worker, failure, works);
    },
    failed: (worker, error, retryInMs, work) => {
      for (const observer of observers) observer.failed?.(worker, error, retryInMs, work);
    },
    recovered: (worker, error, work) => {
      for (const observer of observers) observer.recovered?.(worker, error, work);
    },
    shared: (worker, share) => {
      for (const observer of observers) observer.shared?.(worker, share);
    },
    ingested: (batch) => {
      for (const observer of observers) observer.ingested?.(batch);
    },
    reached: (watermarks) => {
      for (const observer of observers) observer.reached?.(watermarks);
    },
    lost: (gap) => {
      for (const observer of observers) observer.lost?.(gap);
    },
    missing: (topics) => {
      for (const observer of observers) observer.missing?.(topics);
    },
    derived: (batch) => {
      for (const observer of observers) observer.derived?.(batch);
    },
    published: (batch) => {
      for (const observer of observers) observer.published?.(batch);
    },
    unreadable: (batch) => {
      for (const observer of observers) observer.unreadable?.(batch);
    },
    wentBack: (contract) => {
      for (const observer of observers) observer.wentBack?.(contract);
    },
  };
}
