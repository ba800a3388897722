import { describe, expect, it } from '@jest/globals';
import { maskValue } from '../../../../src/policy/masks/maskValue.ts';
import { maskContext, masked } from '../../../support/policyModel.ts';

const year = (type: string, raw: unknown) => maskValue(masked('YEAR', type), raw, maskContext());
const month = (type: string, raw: unknown) => maskValue(masked('MONTH', type), raw, maskContext());

describe('YEAR and MONTH', () => {
  it('cut a date', () => {
    expect(year('Date!', '2017-03-05')).toBe('2017-01-01');
    expect(month('Date!', '2017-03-05')).toBe('2017-03-01');
    expect(month('Date!', new Date('2017-03-05T00:00:00Z'))).toBe('2017-03-01');
  });

  it('cut a time', () => {
    expect(year('DateTime!', '2017-03-05T14:01:20.123Z')).toBe('2017-01-01T00:00:00.000Z');
    expect(month('DateTime!', '2017-03-05T14:01:20.123Z')).toBe('2017-03-01T00:00:00.000Z');
    expect(month('DateTime!', new Date('2017-03-05T14:01:20.123Z'))).toBe('2017-03-01T00:00:00.000Z');
  });

  it('cut in UTC, whatever the zone of the text or of the machine', () => {
    expect(year('DateTime!', '2017-01-01T00:30:00+02:00')).toBe('2016-01-01T00:00:00.000Z');
    expect(month('DateTime!', '2017-01-31T23:30:00-02:00')).toBe('2017-02-01T00:00:00.000Z');
    expect(year('DateTime!', '2017-01-01T00:30:00')).toBe('2017-01-01T00:00:00.000Z');
    expect(year('DateTime!', '2016-12-31T23:30:00')).toBe('2016-01-01T00:00:00.000Z');
    expect(year('DateTime!', '2017-01-01 00:30:00.5+02')).toBe('2016-01-01T00:00:00.000Z');
  });

  it.each([
    null,
    '',
    '2017',
    '2017-13-05',
    'infinity',
    '0044-03-15 BC',
    '12017-03-05',
    {},
    JSON.parse('{"toString":1}'),
    20170305,
    new Date(Number.NaN),
  ])('give null for %p, which is no date', (raw: unknown) => {
    expect(year('Date', raw)).toBeNull();
    expect(month('DateTime', raw)).toBeNull();
  });

  it('give null for another type of field', () => {
    expect(year('String', '2017-03-05')).toBeNull();
  });
});
