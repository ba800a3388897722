import { describe, expect, it } from '@jest/globals';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import type { ContractField, FieldType } from '../../../../src/contract/model.ts';
import { ExactNumber } from '../../../../src/query/values/ExactNumber.ts';
import { compareOf } from '../../../../src/query/where/comparedOrder.ts';
import type { Condition } from '../../../../src/query/where/Condition.ts';
import { isKnown, matchesCondition, type RowValues } from '../../../../src/query/where/matchesCondition.ts';
import { projectFixture } from '../../../support/projectFixture.ts';

const [contract] = assertProject(projectFixture()).contracts.filter(({ name }) => name === 'settled_claim');

function field(name: string): ContractField {
  const found = contract?.fields.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
}

function scalarType(name: string): FieldType {
  return { ...field('region').type, kind: 'SCALAR', name };
}

const paid: Condition = { kind: 'COMPARE', field: field('paidAmount'), operator: 'gt', value: '10' };
const inNorth: Condition = { kind: 'IN', field: field('region'), values: ['NORTH'] };
const madeOn: ContractField = { ...field('region'), name: 'madeOn', type: scalarType('Date') };
const after2025: Condition = { kind: 'COMPARE', field: madeOn, operator: 'gt', value: '2025-12-31' };
const seenAt: ContractField = { ...field('region'), name: 'seenAt', type: scalarType('DateTime') };
const seenLater: Condition = {
  kind: 'COMPARE',
  field: seenAt,
  operator: 'gt',
  value: '2025-12-31T00:00:00.000Z',
};
const weight: ContractField = { ...field('region'), name: 'weight', type: scalarType('Float') };
const smallest: Condition = { kind: 'COMPARE', field: weight, operator: 'eq', value: 5e-324 };
const not = (condition: Condition): Condition => ({ kind: 'NOT', condition });
const of = (kind: 'AND' | 'OR', ...conditions: readonly Condition[]): Condition => ({ kind, conditions });
const among = (one: ContractField, ...values: readonly unknown[]): Condition => ({
  kind: 'IN',
  field: one,
  values,
});
const regionIsNull: Condition = { kind: 'IS_NULL', field: field('region'), isNull: true };

describe('matchesCondition', () => {
  it.each<readonly [string, Condition, RowValues, boolean | undefined]>([
    ['a value', paid, { paidAmount: '10.5' }, true],
    ['null', paid, { paidAmount: null }, false],
    ['not null', not(paid), { paidAmount: null }, true],
    ['nothing', paid, {}, undefined],
    ['not nothing', not(paid), {}, undefined],
    ['a value of another type', paid, { paidAmount: 'AQID' }, undefined],
    ['null among values', inNorth, { region: null }, false],
    ['nothing among values', inNorth, {}, undefined],
    ['a list among values', inNorth, { region: ['NORTH'] }, undefined],
    ['nothing that should be null', regionIsNull, {}, undefined],
    ['null that should be', regionIsNull, { region: null }, true],
    ['one of two that decides', of('AND', paid, inNorth), { region: 'SOUTH' }, false],
    ['one of two that does not', of('AND', paid, inNorth), { region: 'NORTH' }, undefined],
    ['one of two that suffices', of('OR', paid, inNorth), { region: 'NORTH' }, true],
    ['one of two that does not suffice', of('OR', paid, inNorth), { region: 'SOUTH' }, undefined],
    ['a day', after2025, { madeOn: '2026-01-01' }, true],
    ['a day of five digits', after2025, { madeOn: '12026-01-01' }, undefined],
    ['a day that the calendar has not', after2025, { madeOn: '2026-02-30' }, undefined],
    ['a day before Christ', after2025, { madeOn: '0000-01-01' }, undefined],
    ['a text for a day', not(after2025), { madeOn: 'x' }, undefined],
    ['a time', seenLater, { seenAt: '2026-01-01T00:00:00.1Z' }, true],
    ['a text as long as a time', seenLater, { seenAt: '3026-01-01 00:00:00Z' }, undefined],
    ['another text of one double', smallest, { weight: new ExactNumber('4.9E-324') }, true],
    [
      'one of several texts of a double',
      among(weight, 0.1),
      { weight: new ExactNumber('0.10000000000000001') },
      true,
    ],
    ['a text for a double', smallest, { weight: '5e-324' }, undefined],
    ['no condition', of('AND'), {}, true],
    ['no choice', of('OR'), {}, false],
  ])('decides by what is known: %s', (_what, condition, row, expected) => {
    expect(matchesCondition(condition, row, () => undefined)).toBe(expected);
  });

  it('finds a value among others as it compares them one by one', () => {
    const held = [
      ...[null, true, false, 'true', '', 'a', 'A', 'NORTH', ['NORTH'], {}, 0, -0, 1, 1.5, 1e21, 'NaN', 'x1'],
      ...[
        '1',
        '1.0',
        '01',
        '+1',
        '1e0',
        '10e-1',
        '-0',
        new ExactNumber('1e0'),
        new ExactNumber('4.9E-324'),
        5e-324,
        '0.00',
        '1.50',
        '.5',
        '0.5',
        new ExactNumber('1.00'),
      ],
      ...['2026-06-30', '2026-06-30T12:00:00Z', '2026-06-30T12:00:00.000Z', '2026-06-30T12:00:00.0000001Z'],
      ...['2026-06-30T12:00:00.1Z', '2026-06-30T12:00:00.100000Z', '2026-06-30T12:00:00+00:00'],
    ];
    const names = ['paidAmount', 'region', 'holderEmail', 'claimId'];
    const fields = [...(contract?.fields ?? []), ...names.map(field)].map(({ type }) => type);
    const types = [...fields, ...['Int', 'Float', 'Boolean', 'DateTime', 'Date', 'BigInt'].map(scalarType)];
    for (const type of types) {
      const one: ContractField = { ...field('region'), type };
      const compare = compareOf(type);
      for (const value of held) {
        if (!isKnown(one, { region: value })) continue;
        for (const other of held) {
          const among = (kind: 'IN' | 'NOT_IN') =>
            matchesCondition({ kind, field: one, values: ['z', other] }, { region: value }, () => undefined);
          const isAmong = [other, 'z'].some((listed) => compare(value, listed) === 0);
          expect([type.name, value, other, among('IN'), among('NOT_IN')]).toEqual([
            ...[type.name, value, other, isAmong, !isAmong],
          ]);
        }
      }
    }
  });

  it('looks once at the values of a condition that is tried often', () => {
    let read = 0;
    const values = new Proxy(
      Array.from({ length: 500 }, (_, at) => String(at)),
      {
        get: (list, name, receiver): unknown => {
          read += 1;
          return Reflect.get(list, name, receiver);
        },
      },
    );
    const among: Condition = { kind: 'NOT_IN', field: field('paidAmount'), values };
    const matches = (paidAmount: string) => matchesCondition(among, { paidAmount }, () => undefined);
    expect(matches('-1')).toBe(true);
    const first = read;
    expect([matches('499.0'), matches('500'), matches('-2')]).toEqual([false, true, true]);
    expect(read).toBe(first);
  });

  it('knows nothing of a mask without its value', () => {
    const masked: Condition = {
      kind: 'MASKED_IN',
      field: field('holderEmail'),
      strategy: 'HASH',
      masked: ['h'],
    };
    expect(matchesCondition(masked, { holderEmail: 'a' }, () => 'h')).toBe(true);
    expect(matchesCondition(masked, { holderEmail: null }, () => undefined)).toBe(false);
    expect(matchesCondition(masked, {}, () => 'h')).toBeUndefined();
  });
});
