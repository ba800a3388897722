import { ConcordatError } from '../../src/errors/ConcordatError.ts';

/** The code of the ConcordatError that a function throws; fails when it throws none. */
export function codeThrownBy(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ConcordatError) return error.code;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}
