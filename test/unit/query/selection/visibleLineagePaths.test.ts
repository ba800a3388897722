import { describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../../../src/config/readProjectFiles.ts';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import type { DerivedFrom, ProductTable } from '../../../../src/contract/model.ts';
import type { ContractAccess } from '../../../../src/policy/AccessProfile.ts';
import { visibleLineagePaths } from '../../../../src/query/selection/visibleLineagePaths.ts';
import { lineageStatement } from '../../../../src/query/statements/lineageStatement.ts';
import { parcelAccess, parcelsProject } from '../../../support/parcels.ts';

const parcel = parcelAccess('tracker', 'parcel@2');

/** What is followed for an access: tables and what their rows must be like. */
function followed(access: ContractAccess, project = parcelsProject): unknown[] {
  return visibleLineagePaths(access, project).map(({ table, within }) => [table.table, within ?? []]);
}

/** The parcel service whose product table has another key. */
function keyedBy(...names: readonly string[]) {
  const change = (table: ProductTable): ProductTable => ({
    ...table,
    key: table.fields.filter(({ name }) => names.includes(name)),
  });
  const products = parcelsProject.products.map((product) => ({
    ...product,
    tables: product.tables.map(change),
  }));
  return { ...parcelsProject, products };
}

function under(rowValues: Readonly<Record<string, string>>, derivedFrom = parcel.contract.derivedFrom) {
  return {
    ...parcel,
    contract: { ...parcel.contract, derivedFrom },
    rowValues: Object.entries(rowValues).map(([column, value]) => ({ column, value })),
  };
}

describe('the product rows that lineage shows', () => {
  it('are all without policies', () => {
    expect(followed(parcel)).toEqual([['parcels', []]]);
  });

  it('are those with the value of the row policy, where the product has its column', () => {
    expect(followed(under({ clerk: 'c1' }))).toEqual([['parcels', [{ column: 'clerk', values: ['c1'] }]]]);
  });

  it('are none of a table without the column, also where it has that of another policy', () => {
    expect(followed(under({ carrier: 'one' }))).toEqual([]);
    expect(followed(under({ clerk: 'c1', carrier: 'one' }))).toEqual([]);
  });

  it("are the one that the contract's key names", () => {
    expect(followed(under({ carrier: 'one' }), keyedBy('parcelId'))).toEqual([['parcels', []]]);
    expect(followed(under({ carrier: 'one' }), keyedBy('clerk'))).toEqual([]);
  });

  it('are none that a column outside the key leads to', () => {
    const by = (column: string): DerivedFrom[] => [
      { kind: 'product', product: 'intake', table: 'parcels', by: column },
    ];
    expect(followed(under({ carrier: 'one' }, by('price')), keyedBy('price'))).toEqual([]);
    expect(followed(under({ carrier: 'one' }, by('parcel_id')), keyedBy('parcelId'))).toHaveLength(1);
  });

  it('are none that a reconciliation leads to from another column', () => {
    const via: DerivedFrom[] = [
      { kind: 'reconciliation', reconciliation: 'parcel_check', by: 'weight_difference' },
    ];
    expect(followed(under({ carrier: 'one' }, via), keyedBy('parcelId'))).toEqual([]);
    expect(followed(under({}, via), keyedBy('parcelId'))).toEqual([['parcels', []]]);
  });
});

describe('the statement of narrowed lineage', () => {
  it.each(['direct', 'through a reconciliation'])('asks for the values only: %s', (way) => {
    const derivedFrom = parcel.contract.derivedFrom.filter(
      ({ kind }) => way === 'direct' || kind === 'reconciliation',
    );
    const [path] = visibleLineagePaths(under({ clerk: 'c1' }, derivedFrom), parcelsProject);
    if (path === undefined) throw new Error('no path');
    const { text, values } = lineageStatement(path, ['p1'], 10);
    expect(text).toMatch(/where .* and p\."clerk"::text = any\(\$\d\) order by/);
    expect(values).toContainEqual(['c1']);
  });
});

describe("a seller's lineage in the retailer", () => {
  it('has of the items only its own, and no table that shows those of others', async () => {
    const retailer = assertProject(await readProjectFiles(packageRoot()));
    const contract = retailer.contracts.find(({ name }) => name === 'marketplace_partner_order_export');
    if (contract === undefined) throw new Error('The retailer has no such contract.');
    const access: ContractAccess = {
      contract,
      regions: 'ALL',
      rowValues: [{ column: 'seller_id', value: 's1' }],
      fields: new Map(),
      withheld: [],
      surroundings: '',
    };
    expect(followed(access, retailer)).toEqual([
      ['orders', []],
      ['order_items', [{ column: 'seller_id', values: ['s1'] }]],
      ['shipments', []],
    ]);
  });
});
