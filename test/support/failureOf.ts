import { ConcordatError } from '../../src/errors/ConcordatError.ts';

/** The ConcordatError with which a promise rejects. */
export async function failureOf(promise: Promise<unknown>): Promise<ConcordatError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ConcordatError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
