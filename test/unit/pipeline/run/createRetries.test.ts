import { describe, expect, it } from '@jest/globals';
import { ConcordatError, type ErrorCode } from '../../../../src/errors/ConcordatError.ts';
import { createRetries, undecided } from '../../../../src/pipeline/run/createRetries.ts';

function fail(code: ErrorCode): () => Promise<string> {
  return () => Promise.reject(new ConcordatError(code, 'It failed.'));
}

describe('retries', () => {
  it('tell a recovery only of what succeeded, and of each code that it had failed by', async () => {
    const told: unknown[] = [];
    const retries = createRetries({
      firstPauseMs: 0,
      onRecovery: (error, name) => told.push([name, error instanceof ConcordatError && error.code]),
    });
    await retries.attempt('a', fail('KAFKA_UNAVAILABLE'), '');
    await retries.attempt('a', fail('KAFKA_UNAVAILABLE'), '');
    await retries.attempt('a', fail('DATABASE_UNAVAILABLE'), '');
    await retries.attempt('b', () => Promise.resolve('done'), '');
    expect(await retries.attempt('a', () => Promise.resolve(undecided), 'none')).toBe('none');
    expect(told).toEqual([]);
    expect(retries.failuresOf('a')).toBe(3);
    await retries.attempt('a', () => Promise.resolve('done'), '');
    expect(told).toEqual([
      ['a', 'KAFKA_UNAVAILABLE'],
      ['a', 'DATABASE_UNAVAILABLE'],
    ]);
    expect(retries.failuresOf('a')).toBe(0);
  });
});
