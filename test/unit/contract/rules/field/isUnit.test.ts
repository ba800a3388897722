import { describe, expect, it } from '@jest/globals';
import { isUnit } from '../../../../../src/contract/rules/field/isUnit.ts';

describe('isUnit', () => {
  it.each(
    ['EUR', 'kg', 'kWh', 'm2', 'mmol', 'mmHg', 'days', 'parcels', 'percent', 'kilogram'].concat([
      '%',
      '°C',
      'km/h',
      'µg',
      'working days',
      '{score}',
      '[in_i]',
    ]),
  )('takes %s for a unit', (text) => {
    expect(isUnit(text)).toBe(true);
  });

  it.each(['currency', 'curency', 'Currency', 'paidCurrency', 'paid_currency', 'gigaWatts', 'unti', '', ' '])(
    'takes "%s" for no unit',
    (text) => {
      expect(isUnit(text)).toBe(false);
    },
  );
});
