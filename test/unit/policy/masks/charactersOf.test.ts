import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { charactersOf } from '../../../../src/policy/masks/charactersOf.ts';

describe('charactersOf', () => {
  it('counts what a reader counts', () => {
    expect(charactersOf('ab c')).toEqual(['a', 'b', ' ', 'c']);
    expect(charactersOf('e\u0301👨‍👩‍👧a')).toEqual(['e\u0301', '👨‍👩‍👧', 'a']);
    expect(charactersOf('\r\n')).toEqual(['\r\n']);
    expect(charactersOf('')).toEqual([]);
  });

  it('takes the short way only where it leads to the same', () => {
    const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary-ascii' }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(text, (any) => {
        expect(charactersOf(any)).toEqual(Array.from(segmenter.segment(any), ({ segment }) => segment));
      }),
    );
  });
});
