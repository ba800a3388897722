import type { PipelineObserver } from '../../src/pipeline/observe/PipelineObserver.ts';

const ignore = (): void => undefined;

/** Hears what the pipeline tells and does nothing of it. */
export const silentObserver: PipelineObserver = {
  turned: ignore,
  rounded: ignore,
  failed: ignore,
  recovered: ignore,
  shared: ignore,
  ingested: ignore,
  reached: ignore,
  lost: ignore,
  missing: ignore,
  derived: ignore,
  published: ignore,
  unreadable: ignore,
  wentBack: ignore,
};
