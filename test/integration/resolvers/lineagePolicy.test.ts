import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InternalField, ProductTable, Project } from '../../../src/contract/model.ts';
import { createParcelDatabase, insertParcels, insertRows } from '../../support/parcelDatabase.ts';
import { parcelProfile, parcelsProject } from '../../support/parcels.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { createOperationRunner } from '../../support/runOperation.ts';

let test: TestDatabase;

beforeAll(async () => {
  test = await createParcelDatabase();
  const { database } = test;
  await database.execute({
    text: 'alter table intake.parcels add column carrier text, add column region text',
  });
  await insertParcels(database, [{ parcel_id: 'p1' }]);
  await insertRows(database, 'contract.scan_v1', [
    { parcel_id: 'p1', scan_number: 1, carrier: 'one', place: 'gate' },
    { parcel_id: 'p1', scan_number: 2, carrier: 'two', place: 'ramp' },
  ]);
  await insertRows(database, 'intake.parcels', [
    { parcel_id: 'p1', clerk: 'c1', price: '1', carrier: 'one', region: 'NORTH' },
    { parcel_id: 'p1', clerk: 'c2', price: '2', carrier: 'two', region: 'SOUTH' },
    { parcel_id: 'p1', clerk: 'c3', price: '3', carrier: null, region: null },
  ]);
  await insertRows(
    database,
    'intake.parcels__event',
    ['c1', 'c2', 'c3'].map((clerk, offset) => ({
      parcel_id: 'p1',
      clerk,
      source: 'counter.parcels',
      partition: 0,
      offset,
    })),
  );
  await database.execute({
    text: `insert into raw.event (source, partition, "offset", payload, event_time, received_at)
      select 'counter.parcels', 0, n, '{}', '2026-03-01T10:00:00Z', '2026-03-01T10:00:01Z' from generate_series(0, 2) n`,
  });
});

afterAll(() => test.drop());

/** The parcel service whose product table is another than declared. */
function projectWith(change: (table: ProductTable) => ProductTable): Project {
  return {
    ...parcelsProject,
    products: parcelsProject.products.map((product) => ({ ...product, tables: product.tables.map(change) })),
  };
}

const column = (name: string): InternalField => ({
  name,
  column: name,
  description: '',
  type: { name: 'String', kind: 'SCALAR', nonNull: false, list: false, itemNonNull: false },
  classification: 'INTERNAL',
});

const withColumn = (name: string): Project =>
  projectWith((table) => ({ ...table, fields: [...table.fields, column(name)] }));

/** Offsets of the events that a contract row's lineage shows, sorted: entries are in the order of masked clerks. */
async function offsets(
  project: Project,
  profile: Parameters<typeof parcelProfile>,
  root: string,
): Promise<unknown> {
  const { data, messages } = await createOperationRunner({ project, database: test.database }).run(
    parcelProfile(...profile),
    `{ row: ${root} { _meta { lineage { product identity events { offset } } } } }`,
  );
  expect(messages).toEqual([]);
  return Array.from(JSON.stringify(data).matchAll(/"offset":"(\d)"/g), ([, offset]) => offset).sort();
}

const scan = (number: number): string => `scanV1(parcelId: "p1", scanNumber: ${number})`;
const parcel = 'parcelV2(parcelId: "p1")';

describe('lineage under a row policy', () => {
  it("shows the product rows of the caller's own claim, where the product has the column", async () => {
    const project = withColumn('carrier');
    expect(await offsets(project, ['carrier', { carrier: 'one' }], scan(1))).toEqual(['0']);
    expect(await offsets(project, ['carrier', { carrier: 'two' }], scan(2))).toEqual(['1']);
  });

  it('shows no table of which the row may not hold all', async () => {
    expect(await offsets(parcelsProject, ['carrier'], scan(1))).toEqual([]);
  });

  it('shows a table without the column where the key leads to one row of it', async () => {
    const project = projectWith((table) => ({
      ...table,
      key: table.key.filter(({ name }) => name === 'parcelId'),
    }));
    expect(await offsets(project, ['carrier'], scan(1))).not.toEqual([]);
  });
});

describe('lineage under residency', () => {
  it("shows the product rows of the caller's regions, where the product has the column", async () => {
    expect(await offsets(withColumn('region'), ['analyst'], parcel)).toEqual(['0']);
    expect(await offsets(withColumn('region'), ['tracker'], parcel)).toEqual(['0', '1', '2']);
  });

  it('shows a table without the column', async () => {
    expect(await offsets(parcelsProject, ['analyst'], parcel)).toEqual(['0', '1', '2']);
  });
});
