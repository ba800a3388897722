import { describe, expect, it } from '@jest/globals';
import { shortened } from '../../../../src/server/graphql/shortened.ts';

describe('shortened', () => {
  it('leaves what is short as it is', () => {
    expect(shortened('x'.repeat(500))).toBe('x'.repeat(500));
  });

  it('keeps beginning and end of what is long', () => {
    const short = shortened(`Variable ${'x'.repeat(1_000_000)} is no number.`);
    expect(short).toMatch(/^Variable x+ … x+ is no number\.$/);
    expect(short.length).toBeLessThanOrEqual(500);
  });

  it('breaks no character in two', () => {
    for (const start of ['', 'a']) expect(shortened(start + '😀'.repeat(1_000)).isWellFormed()).toBe(true);
  });
});
