import { describe, expect, it } from '@jest/globals';
import { isIsoDate, isIsoDuration } from '../../../src/contract/isoText.ts';

describe('isIsoDate', () => {
  it.each(['2027-06-30', '2028-02-29', '0001-01-01'])('takes %s', (text) => {
    expect(isIsoDate(text)).toBe(true);
  });

  it.each([
    '2027-02-29',
    '2027-13-01',
    '2027-6-30',
    '27-06-30',
    '2027-06-30T00:00:00Z',
    '',
    'tomorrow',
    '2027-06-31',
  ])('refuses %s', (text) => {
    expect(isIsoDate(text)).toBe(false);
  });
});

describe('isIsoDuration', () => {
  it.each(['PT24H', 'P10Y', 'P3D', 'P1W', 'P1Y2M3DT4H5M6S', 'PT0.5S', 'PT0S'])('takes %s', (text) => {
    expect(isIsoDuration(text)).toBe(true);
  });

  it.each(['P', 'PT', 'P1DT', '24H', 'P1H', 'PT1D', 'P-1D', 'p1d', 'P1.5D', '', 'PT1H '])(
    'refuses %s',
    (text) => {
      expect(isIsoDuration(text)).toBe(false);
    },
  );
});
