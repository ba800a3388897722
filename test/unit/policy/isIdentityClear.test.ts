import { describe, expect, it } from '@jest/globals';
import type {
  Classification,
  ContractField,
  InternalField,
  ObjectType,
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

const plain = { description: 'Something.', type: fieldType('String') };
const note: InternalField = { ...plain, name: 'note', column: 'note', classification: 'CONFIDENTIAL' };
const customerNumber: InternalField = {
  ...plain,
  name: 'customerNumber',
  column: 'customer_number',
  classification: 'PERSONAL',
};

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
  return isClearIn(table, identity, fields);
}

function isClearIn(
  { fields: columns }: Pick<ProductTable, 'fields'>,
  identity: InternalField,
  fields: readonly ContractField[],
  types: readonly ObjectType[] = [],
): boolean {
  const desk = consumer('desk', [agreement('claim@1')]);
  const withTypes = { types: new Map(types.map((type) => [type.name, type])) };
  const declared = project([contract('claim@1', fields, withTypes)], [desk]);
  const access = compileAccessProfile(declared, caller(), {
    now: new Date('2026-06-15T00:00:00Z'),
  }).contracts.get('claim@1');
  if (access === undefined) throw new Error('The contract does not exist for the caller.');
  return isIdentityClear(access, { ...table, fields: columns }, identity);
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

  it.each([
    ['named as its column', ['people.persons.person_id']],
    ['of a reconciliation without lineage to the table', ['people_check.personId']],
  ])('hides a key when a masked field comes from it, %s', (_what, from) => {
    expect(isClear(key('INTERNAL'), field('owner', 'ID', { lineage: from, mask: mask('TOKEN') }))).toBe(
      false,
    );
  });

  it.each([
    ['masked', { mask: mask('REDACT') }],
    ['hidden', { purposes: ['CARE'] }],
  ])('hides a key when a field of a nested type that comes from it is %s', (_what, more) => {
    const nested: ObjectType = {
      kind: 'OBJECT',
      name: 'Owner',
      description: 'Who owns it.',
      fields: [field('since', 'Date'), field('ownerId', 'ID', { lineage, ...more })],
    };
    const owner = field('owner', 'Owner', { type: fieldType('Owner', 'OBJECT') });
    expect(isClearIn(table, key('INTERNAL'), [owner], [nested])).toBe(false);
  });
});

/** A key may be a digest of what else stands in the row. */
describe('isIdentityClear of a row that holds more than the caller sees (attack 24)', () => {
  const from = (name: string) => ({ lineage: [`people.persons.${name}`] });
  const withCustomer = { fields: [key('INTERNAL'), note, customerNumber] };

  it('shows a key beside what no policy keeps from the caller', () => {
    expect(isClearIn({ fields: [key('INTERNAL'), note] }, key('INTERNAL'), [])).toBe(true);
  });

  it('shows it beside a personal value that the caller sees', () => {
    const buyer = field('buyer', 'ID', from('customerNumber'));
    expect(isClearIn(withCustomer, key('INTERNAL'), [buyer])).toBe(true);
  });

  it.each([
    ['a personal value that is in no field', withCustomer, []],
    [
      'a personal value that is masked',
      withCustomer,
      [field('buyer', 'ID', { ...from('customer_number'), mask: mask('TOKEN') })],
    ],
    [
      'any value that is masked',
      { fields: [note] },
      [field('remark', 'String', { ...from('note'), mask: mask('REDACT') })],
    ],
    [
      'any value that is hidden',
      { fields: [note] },
      [field('remark', 'String', { ...from('note'), purposes: ['CARE'] })],
    ],
    [
      'a masked value whose lineage is not known',
      { fields: [note] },
      [field('buyer', 'ID', { mask: mask('TOKEN') })],
    ],
  ])('hides a key beside %s', (_what, columns, fields) => {
    expect(isClearIn(columns, key('INTERNAL'), fields)).toBe(false);
    expect(isClearIn(columns, key('INTERNAL'), [...fields, field('owner', 'ID', from('personId'))])).toBe(
      true,
    );
  });

  it('shows a number, which no digest is, and what the contract shows of another table', () => {
    const line: InternalField = { ...key('INTERNAL'), name: 'line', column: 'line', type: fieldType('Int!') };
    expect(isClearIn(withCustomer, line, [])).toBe(true);
    expect(isClearIn(withCustomer, line, [field('line', 'Int', { mask: mask('BUCKET') })])).toBe(false);
    const other = field('owner', 'ID', { lineage: ['people.addresses.personId'] });
    expect(isClearIn(withCustomer, key('INTERNAL'), [other])).toBe(true);
    expect(isClearIn(withCustomer, key('INTERNAL'), [{ ...other, mask: mask('TOKEN') }])).toBe(false);
  });

  it('is not deceived by a clear field that is named like a personal value of another table', () => {
    const seller = field('seller', 'ID', { lineage: ['shop.sellers.customerNumber'] });
    expect(isClearIn(withCustomer, key('INTERNAL'), [seller])).toBe(false);
  });

  it('shows a key beside masked values of another table', () => {
    const other = field('buyer', 'ID', { lineage: ['shop.orders.buyer'], mask: mask('TOKEN') });
    expect(isClearIn({ fields: [note] }, key('INTERNAL'), [other])).toBe(true);
  });
});
