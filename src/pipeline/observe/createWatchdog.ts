import type { PipelineObserver, WorkerKind } from './PipelineObserver.ts';

/** A worker that has made no turn for too long. */
export interface StalledWorker {
  readonly worker: WorkerKind;
  readonly silentMs: number;
}

/** A worker none of whose work succeeds. */
export interface FailingWorker {
  readonly worker: WorkerKind;
  readonly error: unknown;
  /** For how long, in milliseconds. */
  readonly failingMs: number;
}

/** Watches whether workers get on, by what they tell. */
export interface Watchdog {
  /** Where workers tell it. */
  readonly observer: Pick<PipelineObserver, 'turned' | 'rounded'>;
  /** Whether any worker has begun. */
  hasBegun(): boolean;
  stalled(): readonly StalledWorker[];
  failing(): readonly FailingWorker[];
}

export interface WatchdogOptions {
  /** Milliseconds without a turn after which a worker is stalled: longer than its longest piece of work may take. */
  readonly stallMs: number;
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number;
}

/**
 * A worker that is idle goes round and so is well. One that fails goes round too: it is alive, and failing until a round in which
 * something succeeds.
 */
export function createWatchdog({ stallMs, clock }: WatchdogOptions): Watchdog {
  const turnedAt = new Map<WorkerKind, number>();
  const failures = new Map<WorkerKind, { readonly since: number; readonly error: unknown }>();
  return {
    observer: {
      turned: (worker) => {
        turnedAt.set(worker, clock());
      },
      rounded: (worker, error) => {
        if (error === undefined) failures.delete(worker);
        else failures.set(worker, { since: failures.get(worker)?.since ?? clock(), error });
      },
    },
    hasBegun: () => turnedAt.size > 0,
    stalled: () =>
      [...turnedAt]
        .map(([worker, at]) => ({ worker, silentMs: clock() - at }))
        .filter(({ silentMs }) => silentMs > stallMs),
    failing: () =>
      [...failures].map(([worker, { since, error }]) => ({ worker, error, failingMs: clock() - since })),
  };
}
