import { describe, expect, it } from '@jest/globals';
import { columnType } from '../../../src/contract/columnType.ts';
import type { FieldType } from '../../../src/contract/model.ts';

function type(name: string, kind: FieldType['kind'] = 'SCALAR', list = false): FieldType {
  return { name, kind, nonNull: true, list, itemNonNull: list };
}

describe('columnType', () => {
  it.each([
    ['ID', 'text COLLATE "C"'],
    ['String', 'text COLLATE "C"'],
    ['Duration', 'text COLLATE "C"'],
    ['Boolean', 'boolean'],
    ['Int', 'integer'],
    ['Float', 'double precision'],
    ['BigInt', 'bigint'],
    ['Decimal', 'numeric'],
    ['Date', 'date'],
    ['DateTime', 'timestamptz(3)'],
    ['JSON', 'jsonb'],
  ])('holds %s as %s', (name, expected) => {
    expect(columnType(type(name))).toBe(expected);
  });

  it('holds enums as text, objects as jsonb, lists of scalars as arrays', () => {
    expect(columnType(type('Currency', 'ENUM'))).toBe('text COLLATE "C"');
    expect(columnType(type('Payment', 'OBJECT'))).toBe('jsonb');
    expect(columnType(type('Payment', 'OBJECT', true))).toBe('jsonb');
    expect(columnType(type('ID', 'SCALAR', true))).toBe('text[] COLLATE "C"');
    expect(columnType(type('Decimal', 'SCALAR', true))).toBe('numeric[]');
    // A name that JavaScript's objects know must not be taken for a scalar.
    expect(columnType(type('constructor', 'ENUM'))).toBe('text COLLATE "C"');
  });
});
