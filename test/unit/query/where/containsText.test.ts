import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { containsText } from '../../../../src/query/where/containsText.ts';

/** Texts that repeat themselves, so that one is often in another. */
const text = (most: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom('a', 'b', 'ab', '😀', 'a'.repeat(20), 'ab'.repeat(20)), { maxLength: most })
    .map((parts) => parts.join(''));

describe('containsText', () => {
  it('is what includes says', () => {
    fc.assert(
      fc.property(text(60), text(20), (held, sought) => {
        expect(containsText(held, sought)).toBe(held.includes(sought));
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds every part of a text', () => {
    fc.assert(
      fc.property(text(60), fc.nat(), fc.nat(), (held, from, length) => {
        const begin = from % (held.length + 1);
        expect(containsText(held, held.slice(begin, begin + length))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('looks at each character a few times at most, also where the text repeats itself', () => {
    const looked = jest.spyOn(String.prototype, 'charCodeAt');
    try {
      const [half, held] = ['-'.repeat(500), '-'.repeat(5_000)];
      expect(containsText(held, `${half}b${half}`)).toBe(false);
      expect(looked.mock.calls.length).toBeGreaterThan(held.length);
      expect(looked.mock.calls.length).toBeLessThan(5 * (held.length + 2 * half.length));
    } finally {
      looked.mockRestore();
    }
  });
});
