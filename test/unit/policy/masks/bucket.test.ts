import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskValue } from '../../../../src/policy/masks/maskValue.ts';
import { maskContext, masked } from '../../../support/policyModel.ts';

const bucket = (type: string, raw: unknown, width: string) =>
  maskValue(masked('BUCKET', type, { width }), raw, maskContext());

describe('BUCKET', () => {
  it.each([
    ['Int!', 37, '10', 30],
    ['Int!', 30, '10', 30],
    ['Int!', -1, '10', -10],
    ['Int!', -10, '10', -10],
    ['Int!', 0, '10', 0],
    ['Int!', -2147483648, '10', -2147483648],
    ['Int!', 8, '2.5', 7],
    ['Float!', 1.26, '0.5', 1],
    ['Float!', -0.1, '0.25', -0.25],
    ['Float!', 1e21, '1', 1e21],
    ['Float!', 1e-7, '0.1', 0],
    ['BigInt!', '9007199254740993', '10', '9007199254740990'],
    ['BigInt!', 9007199254740993n, '2', '9007199254740992'],
    ['BigInt!', '-9223372036854775808', '1000', '-9223372036854776000'],
    ['Decimal!', '129.99', '50', '100'],
    ['Decimal!', '129.99', '0.25', '129.75'],
    ['Decimal!', '-0.01', '100', '-100'],
    ['Decimal!', '-0.00', '100', '0'],
    ['Decimal!', '0.30', '0.1', '0.3'],
    ['Decimal!', '.5', '0.2', '0.4'],
    ['Decimal!', '123456789012345678901234567890.123456789', '0.01', '123456789012345678901234567890.12'],
  ])('of %s %p by %s is %p', (type, raw, width, expected) => {
    expect(bucket(type, raw, width)).toBe(expected);
  });

  it.each([null, '', 'NaN', 'Infinity', '-', '.', '1e9999', '0x10', '1 2', {}, [], true])(
    'of %p, which is no number, is null',
    (raw) => {
      expect(bucket('Decimal', raw, '10')).toBeNull();
    },
  );

  it.each(['', '0', '-10', 'ten'])('with the width %p is null', (width) => {
    expect(bucket('Int', 37, width)).toBeNull();
  });

  it('of another type of field is null', () => {
    expect(bucket('String', '37', '10')).toBeNull();
  });

  it.each([
    ['Int', '1e999'],
    ['Int', 2 ** 32],
    ['Float', '1e999'],
    ['Float', '-1e999'],
    ['Decimal', JSON.parse('{"toString":1}')],
    ['Decimal', Object.create(null)],
    ['Decimal', 'NaN'],
    ['Decimal', 'Infinity'],
  ])('of %s is null for %j, which is none', (type, raw: unknown) => {
    expect(bucket(type, raw, '10')).toBeNull();
  });

  it('is the multiple of the width at or next below any integer', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n, max: 10n ** 12n }), (value, width) => {
        const bound = BigInt(String(bucket('BigInt!', String(value), String(width))));
        expect(bound % width).toBe(0n);
        expect(bound <= value && value < bound + width).toBe(true);
      }),
    );
  });

  it('is exact for any decimal: as for integers, a power of ten apart', () => {
    const digits = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
    const asDecimal = (value: bigint, scale: number): string => {
      const text = String(value < 0n ? -value : value).padStart(scale + 1, '0');
      return `${value < 0n ? '-' : ''}${text.slice(0, text.length - scale)}.${text.slice(text.length - scale)}`;
    };
    fc.assert(
      fc.property(
        digits,
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        fc.integer({ min: 1, max: 20 }),
        (value, width, scale) => {
          const bound = String(bucket('Decimal!', asDecimal(value, scale), asDecimal(width, scale)));
          const [whole = '', fraction = ''] = bound.split('.');
          const scaled = BigInt(`${whole}${fraction.padEnd(scale, '0')}`);
          expect(String(scaled)).toBe(bucket('BigInt!', String(value), String(width)));
          expect(bound).not.toMatch(/\.\d*0$|\.$|^-0$/);
        },
      ),
    );
  });
});
