import { describe, expect, it } from '@jest/globals';
import { cutPage } from '../../../../src/query/page/cutPage.ts';
import { parsePage } from '../../../../src/query/page/parsePage.ts';
import { codeThrownBy } from '../../../support/thrown.ts';

const decode = (cursor: string): string[] => [cursor];

describe('paging arguments', () => {
  it.each([
    [{}, { from: 'START', size: 50 }],
    [
      { first: null, last: null, after: null, before: null },
      { from: 'START', size: 50 },
    ],
    [{ first: 0 }, { from: 'START', size: 0 }],
    [
      { first: 500, after: 'a' },
      { from: 'START', size: 500, after: ['a'] },
    ],
    [
      { last: 3, before: 'b' },
      { from: 'END', size: 3, before: ['b'] },
    ],
    [
      { last: 3, before: 'b', after: 'a' },
      { from: 'END', size: 3, before: ['b'], after: ['a'] },
    ],
  ])('%j', (given, page) => {
    expect(parsePage(given, decode)).toEqual(page);
  });

  it.each([
    [{ first: 501 }, 'LIMIT_EXCEEDED'],
    [{ first: 1e9 }, 'LIMIT_EXCEEDED'],
    [{ last: 1e9 }, 'LIMIT_EXCEEDED'],
    [{ first: -1 }, 'BAD_USER_INPUT'],
    [{ last: -1 }, 'BAD_USER_INPUT'],
    [{ first: 1, last: 1 }, 'BAD_USER_INPUT'],
  ])('refuses %j with %s (attack 7)', (given, code) => {
    expect(codeThrownBy(() => parsePage(given, decode))).toBe(code);
  });
});

describe('a page', () => {
  const nothingBeyond = { atOrBeforeAfter: false, atOrAfterBefore: false };

  it('from the start leaves out the row beyond it', () => {
    expect(cutPage({ from: 'START', size: 2 }, [1, 2, 3], nothingBeyond)).toEqual({
      rows: [1, 2],
      hasNextPage: true,
      hasPreviousPage: false,
    });
  });

  it('from the end is turned around', () => {
    expect(cutPage({ from: 'END', size: 2 }, [9, 8, 7], nothingBeyond)).toEqual({
      rows: [8, 9],
      hasNextPage: false,
      hasPreviousPage: true,
    });
  });

  it('knows of rows beyond its bounds', () => {
    const beyond = { atOrBeforeAfter: true, atOrAfterBefore: true };
    expect(cutPage({ from: 'START', size: 2 }, [1], beyond)).toEqual({
      rows: [1],
      hasNextPage: true,
      hasPreviousPage: true,
    });
  });
});
