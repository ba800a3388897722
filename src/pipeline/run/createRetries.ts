import { ConcordatError } from '../../errors/ConcordatError.ts';

/** How often in a row something failed, and from when on it is tried again, by `performance.now()`. */
interface Failing {
  readonly times: number;
  readonly retryAt: number;
  readonly error: unknown;
  /** All that it failed by since it succeeded last: of each code the last. */
  readonly errors: ReadonlyMap<string, unknown>;
}

/** What a step gives that neither failed nor did its work, as where it was not its turn: whatever had failed still does. */
export const undecided = Symbol('undecided');

export interface RetryOptions {
  /** Milliseconds before the first retry; doubled with each. */
  readonly firstPauseMs: number;
  /** Told of each failure of what has that name. */
  readonly onFailure?: ((error: unknown, retryInMs: number, name: string) => void) | undefined;
  /** Told when what had failed succeeds, of each code that it had failed by. */
  readonly onRecovery?: ((error: unknown, name: string) => void) | undefined;
}

/** Several things that are each tried again after a failure, later each time, and do not wait for one another. */
export interface Retries {
  /** Runs `step`; gives `fallback` where it fails, is undecided, or failed so short a while ago that it is not its turn. */
  attempt<T>(name: string, step: () => Promise<T | typeof undecided>, fallback: T): Promise<T>;
  /** Whether it is the turn of what has that name. */
  isDue(name: string): boolean;
  /** The error by which it failed last; undefined when it succeeded since, or was never tried. */
  failureOf(name: string): unknown;
  /** How often in a row it failed. */
  failuresOf(name: string): number;
}

function codeOf(error: unknown): string {
  return error instanceof ConcordatError ? error.code : '';
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
        if (result === undecided) return fallback;
        const failed = failing.get(name);
        failing.delete(name);
        for (const error of failed?.errors.values() ?? []) onRecovery?.(error, name);
        return result;
      } catch (error) {
        const before = failing.get(name);
        const times = (before?.times ?? 0) + 1;
        const retryInMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (times - 1));
        const errors = new Map([...(before?.errors ?? []), [codeOf(error), error]]);
        failing.set(name, { times, retryAt: performance.now() + retryInMs, error, errors });
        onFailure?.(error, retryInMs, name);
        return fallback;
      }
    },
  };
}
