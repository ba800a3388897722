import { describe, expect, it } from '@jest/globals';
import type { ContractField } from '../../../src/contract/model.ts';
import { compileAccessProfile } from '../../../src/policy/compileAccessProfile.ts';
import { isKindTold } from '../../../src/policy/isKindTold.ts';
import { agreement, caller, consumer, contract, field, mask, project } from '../../support/policyModel.ts';

function isTold(about: readonly string[], fields: readonly ContractField[] = []): boolean {
  const declared = project([contract('claim@1', fields)], [consumer('desk', [agreement('claim@1')])]);
  const access = compileAccessProfile(declared, caller(), {
    now: new Date('2026-06-15T00:00:00Z'),
  }).contracts.get('claim@1');
  if (access === undefined) throw new Error('The contract does not exist for the caller.');
  return isKindTold(access, {
    name: 'WITHOUT_BUYER',
    description: 'Nobody bought it.',
    owner: 'shop',
    severity: 'LOW',
    dueWithin: 'P1D',
    about,
  });
}

const buyer = ['shop.sales.buyer'];
const lineage = ['shop.returns.buyer', ...buyer];

describe('isKindTold (attack 30)', () => {
  it('tells what is about nothing', () => {
    expect(isTold([])).toBe(true);
  });

  it('tells a kind only to who sees in clear all that it is about', () => {
    const person = field('personId', 'ID', { lineage });
    expect(isTold(buyer, [person])).toBe(true);
    expect(isTold([...buyer, 'shop.sales.note'], [person])).toBe(false);
    expect(isTold([...buyer, 'shop.sales.note'], [person, field('note', 'String')])).toBe(true);
  });

  it.each([
    ['is in no field', []],
    ['is masked', [field('personId', 'ID', { lineage, mask: mask('TOKEN') })]],
    ['is hidden', [field('personId', 'ID', { lineage, purposes: ['CARE'] })]],
    [
      'is masked in one of two fields',
      [field('personId', 'ID', { lineage }), field('again', 'ID', { lineage, mask: mask('HASH') })],
    ],
    ['is that of another table', [field('personId', 'ID', { lineage: ['shop.offers.buyer'] })]],
  ])('does not tell a kind about what %s', (_what, fields) => {
    expect(isTold(buyer, fields)).toBe(false);
  });

  it('tells nobody of a kind that is declared no more', () => {
    const declared = project([contract('claim@1', [])], [consumer('desk', [agreement('claim@1')])]);
    const access = compileAccessProfile(declared, caller(), { now: new Date('2026-06-15T00:00:00Z') });
    for (const one of access.contracts.values()) expect(isKindTold(one, undefined)).toBe(false);
  });
});
