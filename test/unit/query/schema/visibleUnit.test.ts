import { describe, expect, it } from '@jest/globals';
import type { FieldAccess } from '../../../../src/policy/AccessProfile.ts';
import { unitText, visibleUnit, type Siblings } from '../../../../src/query/schema/visibleUnit.ts';
import { field } from '../../../support/policyModel.ts';

const price = field('price', 'Decimal', { unit: 'currency' });
const days = field('days', 'Int', { unit: 'days' });
const currency = field('currency', 'String');

function siblings(...names: readonly string[]): Siblings {
  const declared = [price, days, currency];
  return {
    declared,
    visible: new Map(
      declared
        .filter(({ name }) => names.includes(name))
        .map((one): [string, FieldAccess] => [one.name, { field: one, decision: { kind: 'CLEAR' } }]),
    ),
  };
}

describe('unit of a field', () => {
  it('is the sibling field, for those who see it', () => {
    expect(unitText(price, siblings('price', 'currency'))).toBe('the field `currency`');
    expect(visibleUnit(price, siblings('price'))).toBeUndefined();
  });

  it('is no field that has the name of its own unit', () => {
    expect(unitText(days, siblings('days'))).toBe('days');
    expect(visibleUnit(days, siblings())).toBe('days');
  });
});
