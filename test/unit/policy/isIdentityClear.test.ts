import { describe, expect, it } from '@jest/globals';
import type {
  Classification,
  ContractField,
  InternalField,
  ProductTable,
} from '../../../src/contract/model.ts';
import { compileAccessProfile } from '../../../src/policy/compileAccessProfile.ts';
import { isIdentityClear } from '../../../src/policy/isIdentityClear.ts';
import {
  agreement,
  caller,
  consumer,
  contract,
  field,
  fieldType,
  mask,
  project,
} from '../../support/policyModel.ts';

function key(classification: Classification): InternalField {
  return {
    name: 'personId',
    column: 'person_id',
    description: 'A person.',
    type: fieldType('ID!'),
    classification,
  };
}

const table: ProductTable = {
  product: 'people',
  table: 'persons',
  description: 'Persons.',
  owner: 'people-data',
  authority: 'SYSTEM_OF_RECORD',
  freshness: 'PT1H',
  deprecationPolicy: 'None.',
  key: [],
  fields: [],
  sources: [],
  place: field('any', 'String').place,
};

function isClear(identity: InternalField, ...fields: ContractField[]): boolean {
  const desk = consumer('desk', [agreement('claim@1')]);
  const declared = project([contract('claim@1', fields)], [desk]);
  const access = compileAccessProfile(declared, caller(), {
    now: new Date('2026-06-15T00:00:00Z'),
  }).contracts.get('claim@1');
  if (access === undefined) throw new Error('The contract does not exist for the caller.');
  return isIdentityClear(access, table, identity);
}

const lineage = ['people.persons.personId'];

describe('isIdentityClear (attack 24)', () => {
  it.each([
    ['PUBLIC', true],
    ['INTERNAL', true],
    ['CONFIDENTIAL', false],
    ['PERSONAL', false],
    ['RESTRICTED', false],
  ] as const)('shows a key that no field shows by its classification: %s, %s', (classification, expected) => {
    expect(isClear(key(classification))).toBe(expected);
  });

  it('shows a key whose fields are clear', () => {
    expect(isClear(key('INTERNAL'), field('personId', 'ID'), field('owner', 'ID', { lineage }))).toBe(true);
  });

  it.each([
    ['of the same column is masked', field('personId', 'ID', { mask: mask('TOKEN') })],
    ['of the same column is hidden', field('personId', 'ID', { purposes: ['CARE'] })],
    ['that comes from it is masked', field('owner', 'ID', { lineage, mask: mask('REDACT') })],
    ['that comes from it is hidden', field('owner', 'ID', { lineage, purposes: ['CARE'] })],
  ])('hides a key when a field %s', (_what, declared) => {
    expect(isClear(key('INTERNAL'), declared)).toBe(false);
  });
});
