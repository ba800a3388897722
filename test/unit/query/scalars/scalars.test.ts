import { describe, expect, it } from '@jest/globals';
import { parseValue } from 'graphql';
import { scalars } from '../../../../src/query/scalars/scalars.ts';

function scalar(name: string) {
  const found = scalars.get(name);
  if (found === undefined) throw new Error(`no scalar ${name}`);
  return found;
}

describe('scalars as variables', () => {
  it.each([
    ['Decimal', '-12.50', '-12.50'],
    ['Decimal', 12, '12'],
    ['Decimal', '123456789012345678901234567890.123456789', '123456789012345678901234567890.123456789'],
    ['BigInt', '9223372036854775807', '9223372036854775807'],
    ['BigInt', '-9223372036854775808', '-9223372036854775808'],
    ['BigInt', 7, '7'],
    ['BigInt', '007', '7'],
    ['Date', '2024-02-29', '2024-02-29'],
    ['DateTime', '2017-01-05T14:01:20Z', '2017-01-05T14:01:20.000Z'],
    ['DateTime', '2017-01-05T14:01:20.123456+02:00', '2017-01-05T12:01:20.123456Z'],
    ['DateTime', '2017-01-05T14:01:20+23:00', '2017-01-04T15:01:20.000Z'],
    ['Duration', 'P1DT12H', 'P1DT12H'],
  ])('%s takes %j', (name, given, taken) => {
    expect(scalar(name).parseValue(given)).toBe(taken);
  });

  it.each([
    ['Decimal', 0.1],
    ['Decimal', 2 ** 53],
    ['Decimal', '1e3'],
    ['Decimal', 'NaN'],
    ['Decimal', 'Infinity'],
    ['Decimal', ''],
    ['Decimal', ' 1'],
    ['Decimal', '1\n'],
    ['Decimal', '9'.repeat(1001)],
    ['Decimal', true],
    ['Decimal', ['1']],
    ['Decimal', { toString: '1' }],
    ['BigInt', '9223372036854775808'],
    ['BigInt', '1.0'],
    ['BigInt', '0x10'],
    ['BigInt', ''],
    ['BigInt', 2 ** 53],
    ['Date', '2023-02-29'],
    ['Date', '0000-01-01'],
    ['Date', '2023-2-1'],
    ['Date', 20230201],
    ['DateTime', '2017-01-05'],
    ['DateTime', '2017-01-05T14:01:20'],
    ['DateTime', '2017-01-05T25:01:20Z'],
    ['DateTime', '9999-12-31T23:59:59-01:00'],
    ['DateTime', '0000-06-01T00:00:00Z'],
    ['Duration', 'one day'],
  ])('%s refuses %j, without repeating it', (name, given) => {
    const attempt = (): unknown => scalar(name).parseValue(given);
    expect(attempt).toThrow();
    expect(attempt).not.toThrow(JSON.stringify(given));
  });
});

describe('scalars in a document', () => {
  it.each([
    ['Decimal', '12345678901234567890.10', '12345678901234567890.10'],
    ['Decimal', '"1.50"', '1.50'],
    ['BigInt', '9007199254740993', '9007199254740993'],
  ])('%s takes %s digit by digit', (name, literal, taken) => {
    expect(scalar(name).parseLiteral(parseValue(literal))).toBe(taken);
  });

  it.each([
    ['Decimal', '1e3'],
    ['Decimal', 'true'],
    ['BigInt', '1.5'],
    ['DateTime', '["2017-01-05T14:01:20Z"]'],
  ])('%s refuses %s', (name, literal) => {
    expect(() => scalar(name).parseLiteral(parseValue(literal))).toThrow();
  });
});
