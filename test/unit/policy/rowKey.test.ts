import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConcordatError } from '../../../src/errors/ConcordatError.ts';
import { rowKey } from '../../../src/policy/rowKey.ts';

describe('rowKey', () => {
  it('is a JSON array of the values as strings, in order', () => {
    expect(rowKey(['o-1', 7, 9007199254740993n])).toBe('["o-1","7","9007199254740993"]');
  });

  it('is the same whichever type a driver returned', () => {
    expect(rowKey([5])).toBe(rowKey(['5']));
    expect(rowKey([5n])).toBe(rowKey(['5']));
  });

  it('keeps different keys apart, also around separators', () => {
    const keys = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(keys, keys, (left, right) => {
        expect(rowKey(left) === rowKey(right)).toBe(JSON.stringify(left) === JSON.stringify(right));
      }),
    );
  });

  it('of a row whose key a broken table does not hold is none of a row that has one', () => {
    expect(rowKey([null])).not.toBe(rowKey(['null']));
    expect(rowKey([null])).not.toBe(rowKey(['']));
  });

  it.each([undefined, 1.5, Number.NaN, {}, true])('refuses %p and keeps it out of the message', (value) => {
    expect(() => rowKey(['secret', value])).toThrow(ConcordatError);
    expect(() => rowKey(['secret', value])).not.toThrow(/secret/);
  });
});
