import { describe, expect, it } from '@jest/globals';
import { compareRows } from './compareRows.ts';

describe('compareRows', () => {
  const rows = [
    { id: 'a', amount: '1.5', entries: [{ step: 'PAID', at: null }] },
    { id: 'b', amount: '2', entries: [] },
  ];

  it('finds nothing in the same rows in another order, whatever the order of their fields', () => {
    const same = [
      { entries: [], amount: '2', id: 'b' },
      { id: 'a', entries: [{ at: null, step: 'PAID' }], amount: '1.5' },
    ];
    expect(compareRows(rows, same, ['id'])).toEqual([]);
  });

  it('names missing, unexpected, doubled and differing rows', () => {
    const [first, second] = rows;
    expect(compareRows(rows, [{ ...first, amount: '1.50' }, { id: 'c' }], ['id'])).toEqual([
      '["a"]: amount should be "1.5", is "1.50"',
      '["b"] is missing',
      '["c"] should not be there',
    ]);
    expect(compareRows(rows, [{ ...first }, { ...second }, { ...second }], ['id'])).toHaveLength(1);
  });

  it('tells null from nothing and a number from text', () => {
    expect(compareRows([{ id: 'a', n: null }], [{ id: 'a' }], ['id'])).toHaveLength(1);
    expect(compareRows([{ id: 'a', n: 1 }], [{ id: 'a', n: '1' }], ['id'])).toHaveLength(1);
  });
});
