import type { StatementObservation } from './Database.ts';
import { toConcordatError } from './toConcordatError.ts';

/** Runs a statement, measures it and turns what the driver throws into a ConcordatError. */
export type StatementObserver = <T>(text: string, run: () => Promise<T>) => Promise<T>;

/**
 * The one place that every statement passes. `onStatement` is told of each one when it has ended; an error that it throws
 * is the caller's own.
 */
export function createStatementObserver(
  onStatement: ((observation: StatementObservation) => void) | undefined,
): StatementObserver {
  return async (text, run) => {
    const started = performance.now();
    const report = (ok: boolean): void => {
      onStatement?.({ text, durationMs: performance.now() - started, ok });
    };
    try {
      const result = await run();
      report(true);
      return result;
    } catch (error) {
      report(false);
      throw toConcordatError(error);
    }
  };
}
