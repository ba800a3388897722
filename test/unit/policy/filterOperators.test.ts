import { describe, expect, it } from '@jest/globals';
import { maskStrategies } from '../../../src/contract/model.ts';
import type { Contract, ContractField, MaskStrategy } from '../../../src/contract/model.ts';
import type { ContractAccess, FieldAccess } from '../../../src/policy/AccessProfile.ts';
import { filterOperators, isFilterable, isSortable } from '../../../src/policy/filterOperators.ts';
import { contract, field, fieldType, mask } from '../../support/policyModel.ts';

function accessTo(declared: Contract): ContractAccess {
  return {
    contract: declared,
    regions: 'ALL',
    rowValues: [],
    fields: new Map(),
    withheld: [],
    surroundings: '',
  };
}

const derived = accessTo(contract('claim@1', []));
const withoutSql = contract('claim@1', []);
Reflect.deleteProperty(withoutSql, 'sql');
const existing = accessTo(withoutSql);

const clear = (declared: ContractField): FieldAccess => ({ field: declared, decision: { kind: 'CLEAR' } });
const maskedBy = (strategy: MaskStrategy): FieldAccess => ({
  field: field('person', 'String', { mask: mask(strategy), filterable: true, sortable: true }),
  decision: { kind: 'MASKED', strategy },
});
const filterable = (type: string) => clear(field('a', type, { filterable: true, sortable: true }));

const equality = ['eq', 'ne', 'in', 'notIn'];
const ordered = [...equality, 'lt', 'lte', 'gt', 'gte'];

describe('filterOperators', () => {
  it.each([
    ['ID!', equality],
    ['Boolean!', equality],
    ['Duration!', []],
    ['Int!', ordered],
    ['Decimal!', ordered],
    ['DateTime', [...ordered, 'isNull']],
    ['String', [...ordered, 'startsWith', 'contains', 'isNull']],
    ['JSON', []],
    ['[String!]!', []],
  ])('of %s', (type, expected) => {
    expect(filterOperators(derived, filterable(type))).toEqual(expected);
  });

  it('of an enum are those of equality, of an object none', () => {
    const of = (kind: 'ENUM' | 'OBJECT') =>
      filterOperators(derived, clear(field('a', 'A!', { type: fieldType('A!', kind), filterable: true })));
    expect(of('ENUM')).toEqual(equality);
    expect(of('OBJECT')).toEqual([]);
  });

  it('exist for filterable fields and the key only', () => {
    expect(isFilterable(derived, clear(field('note', 'String')))).toBe(false);
    expect(isFilterable(derived, clear(field('claimId', 'ID!')))).toBe(true);
  });

  it.each(maskStrategies)('of a field masked by %s never tell its value', (strategy) => {
    const keyed = strategy === 'HASH' || strategy === 'TOKEN';
    expect(filterOperators(derived, maskedBy(strategy))).toEqual(keyed ? ['eq', 'in'] : []);
    expect(filterOperators(existing, maskedBy(strategy))).toEqual([]);
  });
});

describe('isSortable', () => {
  it('holds for sortable fields and the key', () => {
    expect(isSortable(derived, filterable('Decimal!'))).toBe(true);
    expect(isSortable(derived, clear(field('claimId', 'ID!')))).toBe(true);
    expect(isSortable(derived, clear(field('note', 'String')))).toBe(false);
    expect(isSortable(derived, filterable('JSON'))).toBe(false);
  });

  it.each(maskStrategies)('never holds for a field masked by %s', (strategy) => {
    expect(isSortable(derived, maskedBy(strategy))).toBe(false);
  });
});
