import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Problem } from '../../../../src/errors/Problem.ts';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import { checkExistingTable } from '../../../../src/storage/check/checkExistingTable.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';
import { editedProject, fixturePaths } from '../../../support/projectFixture.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const loose =
  "create collation archive.loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)";

/** What is found of a table that has these columns beside the dossier's own, when they are declared like this. */
async function problemsOf(ddl: string, directive: string): Promise<readonly Problem[]> {
  const files = editedProject(
    fixturePaths.claimDossier,
    '  claimId: ',
    `  deskName: String @classified(as: INTERNAL) ${directive}
  "What its paper weighs."
  weightKg: Float @classified(as: INTERNAL) ${directive}
  "Which claim it is about."
  claimId: `,
  );
  const [contract] = assertProject(files).contracts.filter(({ name }) => name === 'claim_dossier');
  if (contract === undefined) throw new Error('no contract');
  return test.database.transaction(async (transaction) => {
    await transaction.script(
      `drop schema if exists archive cascade; create schema archive; ${loose}; ${ddl}`,
    );
    return checkExistingTable(transaction, contract);
  });
}

const others = 'notes text[], loaded_at timestamptz';
const table = (key: string): string =>
  `create table archive.dossiers (claim_id text ${key} primary key, weight_kg real, desk_name text collate archive.loose, ${others})`;

it('refuses what Postgres compares otherwise than by the values that are served, where rows are found by it', async () => {
  expect(await problemsOf(table(''), '@filterable')).toEqual([
    expect.objectContaining({
      rule: 'serving-column-collation',
      message: expect.stringContaining('desk_name of table archive.dossiers'),
      fix: expect.stringContaining('"desk_name" collate "C"'),
    }),
    expect.objectContaining({
      rule: 'serving-column-type',
      message: expect.stringContaining('weight_kg of table archive.dossiers is real'),
      fix: expect.stringContaining('"weight_kg"::text::double precision'),
    }),
  ]);
});

it('takes it where rows are not, and never in a key', async () => {
  expect(await problemsOf(table(''), '@sortable')).toEqual([]);
  expect(await problemsOf(table('collate archive.loose'), '')).toMatchObject([
    { rule: 'serving-column-collation', message: expect.stringContaining('claim_id') },
  ]);
});

it('takes a view that compares as it should, and every collation that is deterministic', async () => {
  const columns = `claim_id, weight_kg::text::double precision as weight_kg, desk_name collate "C" as desk_name, notes, loaded_at`;
  const ddl = table('collate "en-x-icu"').replace('dossiers', 'dossier');
  expect(
    await problemsOf(
      `${ddl}; create view archive.dossiers as select ${columns} from archive.dossier`,
      '@filterable',
    ),
  ).toEqual([]);
});
