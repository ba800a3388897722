import { describe, expect, it } from '@jest/globals';
import { buildSchema, Kind, parse, type FieldNode, type FragmentDefinitionNode } from 'graphql';
import { printCallerSchema } from '../../../../src/query/schema/printCallerSchema.ts';
import { planList } from '../../../../src/query/selection/planList.ts';
import { planRow, type SelectionScope } from '../../../../src/query/selection/planRow.ts';
import { parcelAccess, parcelProfile, parcelsProject, type parcelCallers } from '../../../support/parcels.ts';

type Caller = keyof typeof parcelCallers;

function scopeOf(
  caller: Caller,
  source: string,
  variableValues: Record<string, unknown>,
): { readonly scope: SelectionScope; readonly nodes: readonly FieldNode[] } {
  const { definitions } = parse(source);
  const fragments: Record<string, FragmentDefinitionNode> = {};
  const nodes: FieldNode[] = [];
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const node of definition.selectionSet.selections) if (node.kind === Kind.FIELD) nodes.push(node);
  }
  const schema = buildSchema(printCallerSchema(parcelProfile(caller), parcelsProject));
  return { scope: { schema, fragments, variableValues }, nodes };
}

function plan(caller: Caller, source: string, variables: Record<string, unknown> = {}) {
  const { scope, nodes } = scopeOf(caller, source, variables);
  const { columns, paths } = planRow(scope, parcelProfile(caller), parcelAccess(caller, 'parcel@2'), nodes);
  return { values: [...columns.values].sort(), texts: [...columns.texts].sort(), paths };
}

describe('the columns that a selection needs', () => {
  it.each([
    ['the key, always', '{ parcelV2(parcelId: 1) { __typename } }', ['parcel_id'], []],
    [
      'the selected fields',
      '{ parcelV2(parcelId: 1) { label other: label duty } }',
      ['duty', 'label', 'parcel_id'],
      [],
    ],
    [
      'those of fragments, named and inline',
      'fragment F on ParcelV2 { label } { parcelV2(parcelId: 1) { ...F ... on ParcelV2 { duty } ... { price } } }',
      ['duty', 'label', 'parcel_id', 'price'],
      [],
    ],
    [
      'none that are skipped',
      'query ($no: Boolean!) { parcelV2(parcelId: 1) { label @skip(if: true) duty @include(if: $no) price } }',
      ['parcel_id', 'price'],
      [],
    ],
    ['the key of a link', '{ parcelV2(parcelId: 1) { depot { town } } }', ['depot_id', 'parcel_id'], []],
    [
      'JSON with exact numbers as text',
      '{ parcelV2(parcelId: 1) { stops { at } sender { tradeName } } }',
      ['parcel_id', 'sender'],
      ['stops'],
    ],
    ['the revision', '{ parcelV2(parcelId: 1) { _meta { revision asOf } } }', ['_revision', 'parcel_id'], []],
    [
      'what leads to exceptions',
      '{ parcelV2(parcelId: 1) { _meta { settlement } } }',
      ['parcel_id'],
      ['parcel_id'],
    ],
  ])('are %s', (_name, source, values, texts) => {
    expect(plan('tracker', source, { no: false })).toMatchObject({ values, texts });
  });

  it('leave out values that a mask does not look at', () => {
    const source = '{ parcelV2(parcelId: 1) { dropNote driverRemark receiverEmail } }';
    expect(plan('tracker', source).values).toEqual([
      'driver_remark',
      'drop_note',
      'parcel_id',
      'receiver_email',
    ]);
    expect(plan('analyst', source).values).toEqual(['parcel_id', 'receiver_email']);
  });

  it('go with the paths of what is read, for the audit', () => {
    expect(
      plan('tracker', '{ parcelV2(parcelId: 1) { label x: stops { at c: cost __typename } } }').paths,
    ).toEqual(['label', 'stops.at', 'stops.cost']);
  });
});

describe('the paths of what a row leads to', () => {
  it.each([
    ['the fields of a link', '{ parcelV2(parcelId: 1) { depot { __typename } } }', ['depotId']],
    ['the key for lineage', '{ parcelV2(parcelId: 1) { _meta { lineage { product } } } }', ['parcelId']],
    ['the key for exceptions', '{ parcelV2(parcelId: 1) { _meta { exceptions { id } } } }', ['parcelId']],
    ['the key for the revision', '{ parcelV2(parcelId: 1) { _meta { revision } } }', ['parcelId']],
  ])('are %s', (_name, source, paths) => {
    expect([...new Set(plan('tracker', source).paths)]).toEqual(paths);
  });

  it('are the fields of the columns that lineage and exceptions go by', () => {
    const access = parcelAccess('tracker', 'parcel@2');
    const contract = {
      ...access.contract,
      derivedFrom: [{ kind: 'product', product: 'intake', table: 'parcels', by: 'price' } as const],
    };
    const { scope, nodes } = scopeOf(
      'tracker',
      '{ parcelV2(parcelId: 1) { _meta { lineage { product } } } }',
      {},
    );
    const { paths } = planRow(scope, parcelProfile('tracker'), { ...access, contract }, nodes);
    expect(paths).toEqual(['parcelId', 'price']);
  });
});

describe('what a connection needs', () => {
  const listPlan = (selection: string) => {
    const { scope, nodes } = scopeOf('tracker', `{ parcelV2List ${selection} }`, {});
    const access = parcelAccess('tracker', 'parcel@2');
    const { row, ...asked } = planList(scope, parcelProfile('tracker'), access, nodes);
    return { columns: [...row.columns.values].sort(), ...asked };
  };
  const nothing = {
    rows: false,
    cursors: false,
    totalCount: false,
    hasNextPage: false,
    hasPreviousPage: false,
  };

  it.each([
    ['{ totalCount }', { totalCount: true }, ['parcel_id']],
    ['{ nodes { label } edges { node { duty } } }', { rows: true }, ['duty', 'label', 'parcel_id']],
    ['{ edges { cursor } }', { rows: true, cursors: true }, ['parcel_id']],
    [
      '{ pageInfo { endCursor hasNextPage } }',
      { rows: true, cursors: true, hasNextPage: true },
      ['parcel_id'],
    ],
    ['{ pageInfo { hasPreviousPage } }', { rows: true, hasPreviousPage: true }, ['parcel_id']],
  ])('%s', (selection, asked, columns) => {
    expect(listPlan(selection)).toEqual({ ...nothing, ...asked, columns });
  });
});
