/** How often in a row something failed, and from when on it is tried again, by `performance.now()`. */
interface Failing {
  readonly times: number;
  readonly retryAt: number;
  readonly error: unknown;
}

export interface RetryOptions {
  /** Milliseconds before the first retry; doubled with each. */
  readonly firstPauseMs: number;
  /** Told of each failure. */
  readonly onFailure?: ((error: unknown, retryInMs: number) => void) | undefined;
  /** Told when what had failed succeeds, with the error by which it failed last. */
  readonly onRecovery?: ((error: unknown) => void) | undefined;
}

/** Several things that are each tried again after a failure, later each time, and do not wait for one another. */
export interface Retries {
  /** Runs `step`; gives `fallback` where it fails, or failed so short a while ago that it is not its turn. */
  attempt<T>(name: string, step: () => Promise<T>, fallback: T): Promise<T>;
  /** Whether it is the turn of what has that name. */
  isDue(name: string): boolean;
  /** The error by which it failed last; undefined when it succeeded since, or was never tried. */
  failureOf(name: string): unknown;
  /** How often in a row it failed. */
  failuresOf(name: string): number;
}

const longestPauseMs = 30_000;

/** Pauses grow to half a minute; one success forgets them. */
export function createRetries({ firstPauseMs, onFailure, onRecovery }: RetryOptions): Retries {
  const failing = new Map<string, Failing>();
  const isDue = (name: string): boolean => performance.now() >= (failing.get(name)?.retryAt ?? -Infinity);
  return {
    isDue,
    failureOf: (name) => failing.get(name)?.error,
    failuresOf: (name) => failing.get(name)?.times ?? 0,
    async attempt(name, step, fallback) {
      if (!isDue(name)) return fallback;
      try {
        const result = await step();
        const failed = failing.get(name);
        failing.delete(name);
        if (failed !== undefined) onRecovery?.(failed.error);
        return result;
      } catch (error) {
        const times = (failing.get(name)?.times ?? 0) + 1;
        const retryInMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (times - 1));
        failing.set(name, { times, retryAt: performance.now() + retryInMs, error });
        onFailure?.(error, retryInMs);
        return fallback;
      }
    },
  };
}
