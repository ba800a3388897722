import { describe, expect, it } from '@jest/globals';
import { plainDecimal } from '../../../../src/feed/live/foreign/plainDecimal.ts';
import { ExactNumber } from '../../../../src/query/values/ExactNumber.ts';

describe('plainDecimal', () => {
  it.each([
    ['0E-8', '0'],
    ['-0E-8', '0'],
    ['1.2E-7', '0.00000012'],
    ['-1.20E-7', '-0.00000012'],
    ['1E+3', '1000'],
    ['1.234E+2', '123.4'],
    [new ExactNumber('1.50E+1'), '15'],
    [1e-7, '0.0000001'],
    [`1E-200`, `0.${'0'.repeat(199)}1`],
    [
      ['1E+1', null, '2'],
      ['10', null, '2'],
    ],
  ])('writes %j out', (given, plain) => {
    expect(plainDecimal(given)).toEqual(plain);
  });

  it.each([
    '10.50',
    'NaN',
    'E-8',
    '1E',
    '.5E1',
    '1E+201',
    '1E-201',
    '1E+1000000',
    '1E+00000000000001',
    `${'1'.repeat(1_000)}E+1`,
    10.5,
    null,
    undefined,
    true,
    { unscaled: 'AQ==' },
  ])('leaves %j as it is', (given) => {
    expect(plainDecimal(given)).toBe(given);
  });
});
