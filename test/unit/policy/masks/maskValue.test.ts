import { describe, expect, it } from '@jest/globals';
import { maskStrategies } from '../../../../src/contract/model.ts';
import type { FieldAccess } from '../../../../src/policy/AccessProfile.ts';
import { maskValue } from '../../../../src/policy/masks/maskValue.ts';
import { field, fieldType, mask, maskContext, masked } from '../../../support/policyModel.ts';

const clear = (name: string, type: string): FieldAccess => ({
  field: field(name, type),
  decision: { kind: 'CLEAR' },
});

function object(name: string, type: string, nested: readonly FieldAccess[]): FieldAccess {
  return {
    field: field(name, type, { type: fieldType(type, 'OBJECT') }),
    decision: { kind: 'CLEAR' },
    nested: new Map(nested.map((access) => [access.field.name, access])),
  };
}

function maskedAs(name: string, strategy: 'EMAIL' | 'HASH'): FieldAccess {
  return { field: field(name, 'String', { mask: mask(strategy) }), decision: { kind: 'MASKED', strategy } };
}

const entries = object('entries', '[Entry!]!', [
  clear('step', 'String'),
  maskedAs('email', 'EMAIL'),
  object('person', 'Person', [maskedAs('phone', 'HASH')]),
]);

describe('maskValue', () => {
  it('passes on a clear value, and null for a missing one', () => {
    expect(maskValue(clear('a', 'String'), 'text', maskContext())).toBe('text');
    expect(maskValue(clear('a', 'JSON'), { a: [1] }, maskContext())).toEqual({ a: [1] });
    expect(maskValue(clear('a', 'String'), undefined, maskContext())).toBeNull();
    expect(maskValue(clear('a', 'Boolean'), false, maskContext())).toBe(false);
  });

  it('masks fields of nested types and leaves out those that do not exist for the caller', () => {
    const raw = [
      { step: 'PAID', email: 'jane@example.com', hidden: 'x', person: { phone: '123', name: 'Jane' } },
      {},
    ];
    expect(maskValue(entries, raw, maskContext())).toEqual([
      { step: 'PAID', email: 'j***@example.com', person: { phone: expect.stringMatching(/^hash_/) } },
      { step: null, email: '********', person: null },
    ]);
  });

  it('gives missing values in the items of one list different hashes', () => {
    const list = object('list', '[Item!]!', [maskedAs('phone', 'HASH')]);
    const value: unknown = maskValue(list, [{ phone: null }, {}, { phone: null }], maskContext());
    expect(new Set(JSON.stringify(value).match(/hash_[\w-]+/g)).size).toBe(3);
  });

  it('tells a missing object from what is none, of which it passes on nothing', () => {
    const part = object('part', 'Part', [clear('a', 'String')]);
    for (const raw of [null, undefined]) expect(maskValue(part, raw, maskContext())).toBeNull();
    for (const raw of ['text', 7, [], true]) expect(maskValue(part, raw, maskContext())).toBeUndefined();
    const whole = object('whole', 'Whole', [part]);
    expect(maskValue(whole, { part: 'text' }, maskContext())).toStrictEqual({ part: undefined });
  });

  it('tells a missing list from what is none, and missing items from those that are no objects', () => {
    expect(maskValue(entries, null, maskContext())).toBeNull();
    expect(maskValue(entries, { step: 'PAID' }, maskContext())).toBeUndefined();
    expect(maskValue(entries, ['text', null], maskContext())).toStrictEqual([undefined, null]);
  });

  it('reads own fields only: nothing of a prototype, not even by name', () => {
    const part = object('part', 'Part', [clear('constructor', 'String'), clear('toString', 'String')]);
    expect(maskValue(part, {}, maskContext())).toEqual(
      Object.fromEntries([
        ['constructor', null],
        ['toString', null],
      ]),
    );
    const value: unknown = maskValue(part, JSON.parse('{"__proto__":{"constructor":"x"}}'), maskContext());
    expect(value).toEqual(
      Object.fromEntries([
        ['constructor', null],
        ['toString', null],
      ]),
    );
  });

  it('nullifies an object whole', () => {
    const part = { ...object('part', 'Part', [clear('a', 'String')]), decision: masked('NULLIFY').decision };
    expect(maskValue(part, { a: 'x' }, maskContext())).toBeNull();
  });

  it.each(maskStrategies)('%s of a list shows neither items nor their number', (strategy) => {
    const list = masked(strategy, '[String!]');
    for (const raw of [['12345', 'jane@example.com'], [], null]) {
      expect(maskValue(list, raw, maskContext())).toBeNull();
    }
  });

  it.each(['REDACT', 'HASH', 'TOKEN', 'EMAIL', 'FIRST_FOUR', 'LAST_FOUR'] as const)(
    '%s gives null in a field that can not hold text, rather than the value',
    (strategy) => {
      expect(maskValue(masked(strategy, 'Int'), 123456, maskContext())).toBeNull();
      expect(maskValue(masked(strategy, 'JSON'), { a: '123456' }, maskContext())).toBeNull();
    },
  );
});
