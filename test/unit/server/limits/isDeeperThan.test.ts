import { describe, expect, it } from '@jest/globals';
import { isDeeperThan } from '../../../../src/server/limits/isDeeperThan.ts';

describe('isDeeperThan', () => {
  it('counts lists and objects inside one another', () => {
    expect(isDeeperThan({ a: [{ b: 1 }] }, 3)).toBe(false);
    expect(isDeeperThan({ a: [{ b: 1 }] }, 2)).toBe(true);
    expect(isDeeperThan(undefined, 0)).toBe(false);
    expect(isDeeperThan([], 0)).toBe(true);
  });

  it('does not exhaust the stack', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(isDeeperThan(deep, 64)).toBe(true);
  });
});
