import { describe, expect, it } from '@jest/globals';
import { compileAccessProfile } from '../../../src/policy/compileAccessProfile.ts';
import { isColumnClear } from '../../../src/policy/isColumnClear.ts';
import { visibleLinks } from '../../../src/policy/visibleLinks.ts';
import { agreement, caller, consumer, contract, field, mask, project } from '../../support/policyModel.ts';

const orderId = field('orderId', 'String');
const person = field('personId', 'String', { mask: mask('TOKEN') });
const score = field('score', 'String', { purposes: ['CARE'] });
const link = (name: string, to: string, by: string) => ({
  name,
  description: 'A link.',
  to,
  by: [by],
  place: orderId.place,
});
const links = [
  link('order', 'order@1', 'order_id'),
  link('hiddenColumn', 'order@1', 'internal_order'),
  link('person', 'order@1', 'person_id'),
  link('scored', 'order@1', 'score'),
];
const claim = contract('claim@1', [orderId, person, score], { links });

function compile(...contractIds: string[]) {
  const desk = consumer(
    'desk',
    contractIds.map((id) => agreement(id)),
  );
  const profile = compileAccessProfile(project([claim, contract('order@1', [])], [desk]), caller(), {
    now: new Date('2026-06-15T00:00:00Z'),
  });
  const access = profile.contracts.get('claim@1');
  if (access === undefined) throw new Error('The contract does not exist for the caller.');
  return { profile, access };
}

describe('visibleLinks', () => {
  it('hides links through masked or hidden fields (attack 21)', () => {
    const { access, profile } = compile('claim@1', 'order@1');
    expect(visibleLinks(access, profile).map(({ name }) => name)).toEqual(['order', 'hiddenColumn']);
  });

  it('hides links to contracts that are not covered', () => {
    const { access, profile } = compile('claim@1');
    expect(visibleLinks(access, profile)).toEqual([]);
  });
});

describe('isColumnClear', () => {
  it('tells clear fields and hidden columns from masked and hidden fields', () => {
    const { access } = compile('claim@1');
    const columns = ['claim_id', 'order_id', 'internal_order', 'person_id', 'score'];
    expect(columns.map((column) => isColumnClear(access, column))).toEqual([true, true, true, false, false]);
  });
});
