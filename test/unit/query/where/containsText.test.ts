import { describe, expect, it } from '@jest/globals';
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

  it('takes no longer where the text repeats itself', () => {
    const half = '-'.repeat(15_000);
    const begun = performance.now();
    expect(containsText('-'.repeat(500_000), `${half}b${half}`)).toBe(false);
    // `includes` takes seconds.
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
