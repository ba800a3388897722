import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';
import type { Database } from '../../src/storage/Database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { parcelsProject } from './parcels.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

/** A database with the empty tables of the parcel service. */
export async function createParcelDatabase(): Promise<TestDatabase> {
  const test = await createTestDatabase();
  await test.database.execute({ text: 'create schema facility' });
  await test.database.execute({
    text: 'create table facility.depots (depot_id text primary key, town text, loaded_at timestamptz not null)',
  });
  await test.database.execute({ text: 'create index on facility.depots (town, depot_id)' });
  await migrate(test.database, {
    migrationsDir: join(packageRoot(), 'migrations'),
    project: parcelsProject,
  });
  return test;
}

/** A row of `parcel@2` by column; what it doesn't name has a default. */
export type ParcelColumns = Readonly<Record<string, unknown>>;

const defaults: ParcelColumns = {
  region: 'NORTH',
  duty: '0',
  born_on: '1990-06-15',
  ordered_at: '2026-03-17T08:00:00Z',
  insured_sum: '250',
  stops: [],
  _revision: 1,
};

/** Writes rows of `parcel@2`, in one statement. */
export async function insertParcels(database: Database, rows: readonly ParcelColumns[]): Promise<void> {
  await insertRows(
    database,
    'contract.parcel_v2',
    rows.map((row) => ({ ...defaults, ...row })),
  );
}

/** Writes rows of any table under their column names. */
export async function insertRows(
  database: Database,
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const stamped = table.startsWith('contract.')
    ? rows.map((row) => ({ _revision: 1, _changed_at: '2026-06-30T12:00:00Z', ...row }))
    : rows;
  await database.execute({
    text: `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    values: [JSON.stringify(stamped)],
  });
}
