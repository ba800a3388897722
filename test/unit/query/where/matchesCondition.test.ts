import { describe, expect, it } from '@jest/globals';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import type { ContractField } from '../../../../src/contract/model.ts';
import type { Condition } from '../../../../src/query/where/Condition.ts';
import { matchesCondition, type RowValues } from '../../../../src/query/where/matchesCondition.ts';
import { projectFixture } from '../../../support/projectFixture.ts';

const [contract] = assertProject(projectFixture()).contracts.filter(({ name }) => name === 'settled_claim');

function field(name: string): ContractField {
  const found = contract?.fields.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
}

const paid: Condition = { kind: 'COMPARE', field: field('paidAmount'), operator: 'gt', value: '10' };
const inNorth: Condition = { kind: 'IN', field: field('region'), values: ['NORTH'] };
const not = (condition: Condition): Condition => ({ kind: 'NOT', condition });
const of = (kind: 'AND' | 'OR', ...conditions: readonly Condition[]): Condition => ({ kind, conditions });
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
    ['no condition', of('AND'), {}, true],
    ['no choice', of('OR'), {}, false],
  ])('decides by what is known: %s', (_what, condition, row, expected) => {
    expect(matchesCondition(condition, row, () => undefined)).toBe(expected);
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
