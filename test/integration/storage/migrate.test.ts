import { readdirSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { assertProject } from '../../../src/contract/assertProject.ts';
import type { Project } from '../../../src/contract/model.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import { planSchema } from '../../../src/storage/plan/planSchema.ts';
import { failureOf } from '../../support/failureOf.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { editedProject, fixturePaths, projectFixture } from '../../support/projectFixture.ts';

const migrationsDir = join(packageRoot(), 'migrations');
const shipped = readdirSync(migrationsDir)
  .map((file) => file.replace('.sql', ''))
  .sort();

/** `0007_<name>` for the seventh migration. */
const numbered = (number: number, name: string): string => `${String(number).padStart(4, '0')}_${name}`;

/** The fixture, with an existing table for the contract that has no SQL. */
const existingTable = `
  create schema archive;
  create table archive.dossiers (claim_id text primary key, notes text[], loaded_at timestamptz not null)`;

async function columnsOf(test: TestDatabase, table: string): Promise<Record<string, string>> {
  const rows = await test.database.query<{ name: string; type: string }>({
    text: `select attname as name, format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end as type
      from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    values: [table],
  });
  return Object.fromEntries(rows.map(({ name, type }) => [name, type]));
}

async function indexesOf(test: TestDatabase, table: string): Promise<string[]> {
  const rows = await test.database.query<{ definition: string }>({
    text: `select obj_description(indexrelid, 'pg_class') as definition from pg_index
      where indrelid = $1::regclass and not indisprimary order by 1`,
    values: [table],
  });
  return rows.map(({ definition }) => definition);
}

describe('migrations', () => {
  let test: TestDatabase;
  let directory: string;
  beforeEach(async () => {
    test = await createTestDatabase({ template: false });
    directory = await mkdtemp(join(tmpdir(), 'concordat-migrations-'));
    await cp(migrationsDir, directory, { recursive: true });
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
    await test.drop();
  });

  const nextName = numbered(shipped.length + 1, 'next');
  const next = `${nextName}.sql`;

  it('are applied once, by however many processes that start at once', async () => {
    await writeFile(join(directory, next), 'create table public.next (x int)');
    const pools = [1, 2, 3, 4].map(() => test.connect({ poolSize: 1 }));
    const plans = await Promise.all(pools.map((database) => migrate(database, { migrationsDir: directory })));
    expect(plans.map(({ steps }) => steps.length).sort()).toEqual([0, 0, 0, shipped.length + 1]);
    expect(await test.database.query({ text: 'select number, name from concordat.migration' })).toEqual(
      [...shipped, nextName].map((name, index) => ({ number: index + 1, name })),
    );
  });

  it('are all or nothing: one that fails leaves the database as it was', async () => {
    await writeFile(join(directory, next), 'create table public.next (x int); select no_such_function()');
    const error = await failureOf(migrate(test.database, { migrationsDir: directory }));
    expect(error.message).toContain('no_such_function');
    expect(
      await test.database.query({ text: `select 1 from pg_namespace where nspname in ('raw', 'concordat')` }),
    ).toEqual([]);
  });

  it('refuse a database that is newer than the program', async () => {
    await writeFile(join(directory, next), 'select 1');
    await migrate(test.database, { migrationsDir: directory });
    const error = await failureOf(migrate(test.database, { migrationsDir }));
    expect(error).toMatchObject({ code: 'MIGRATION_REFUSED' });
    expect(error.message).toContain(nextName);
    expect(error.fix).toContain('newer');
  });

  it('refuse one that was changed after it was applied, but not its line ends', async () => {
    await writeFile(join(directory, next), 'select 1;\nselect 2');
    await migrate(test.database, { migrationsDir: directory });
    await writeFile(join(directory, next), 'select 1;\r\nselect 2');
    await migrate(test.database, { migrationsDir: directory });
    await writeFile(join(directory, next), 'select 1;\nselect 3');
    const error = await failureOf(migrate(test.database, { migrationsDir: directory }));
    expect(error).toMatchObject({ code: 'MIGRATION_REFUSED' });
    expect(error.message).toContain(nextName);
  });

  const gap = `${numbered(shipped.length + 2, 'gap')}.sql`;
  it.each([gap, '2_short.sql', '0001_again.sql'])('refuse a file named %s', async (name) => {
    await writeFile(join(directory, name), 'select 1');
    expect((await failureOf(migrate(test.database, { migrationsDir: directory }))).code).toBe(
      'CONFIGURATION_INVALID',
    );
  });
});

describe("a project's tables", () => {
  let test: TestDatabase;
  const fixture = assertProject(projectFixture());
  const edited = (path: string, from: string, to: string): Project =>
    assertProject(editedProject(path, from, to));
  const apply = (project: Project) => migrate(test.database, { migrationsDir, project });

  beforeAll(async () => {
    test = await createTestDatabase();
    await test.database.transaction((transaction) => transaction.script(existingTable));
    await apply(fixture);
  });
  afterAll(() => test.drop());
  const fill = (): Promise<number> =>
    test.database.execute({
      text: `insert into contract.settled_claim_v1 (claim_id, settled_at, paid_amount, currency, outcome, payments, _revision, _changed_at)
        values ('c1', now(), 10, 'EUR', 'PAID_IN_FULL', '[]', 1, now()) on conflict do nothing`,
    });
  afterEach(() => test.database.execute({ text: 'truncate contract.settled_claim_v1' }));

  it('have the columns of their fields', async () => {
    expect(await columnsOf(test, 'claim_intake.claims')).toEqual({
      ...{ claim_id: 'text not null', office: 'text', claimed_amount: 'numeric', paid_amount: 'numeric' },
      ...{ currency: 'text not null', town: 'text', holder_email: 'text', risk_score: 'integer' },
      ...{ reported_at: 'timestamp(3) with time zone not null', settled_at: 'timestamp(3) with time zone' },
    });
    expect(await columnsOf(test, 'claim_intake.claims__event')).toEqual({
      ...{
        claim_id: 'text not null',
        source: 'text not null',
        partition: 'integer not null',
        offset: 'bigint not null',
      },
    });
    expect(await columnsOf(test, 'reconciliation.claim_balance')).toEqual({
      claim_id: 'text not null',
      difference: 'numeric',
    });
    expect(await columnsOf(test, 'contract.settled_claim_v1')).toMatchObject({
      ...{
        claim_id: 'text not null',
        paid_amount: 'numeric not null',
        payments: 'jsonb not null',
        locality: 'jsonb',
      },
      ...{ _revision: 'bigint not null', _changed_at: 'timestamp with time zone not null' },
    });
  });

  it('have an index for every filter and ordering, which ends in the key', async () => {
    expect(await indexesOf(test, 'contract.settled_claim_v1')).toEqual([
      'Concordat: BTREE office',
      'Concordat: BTREE outcome, claim_id',
      'Concordat: BTREE paid_amount, claim_id',
      'Concordat: BTREE region, claim_id',
      'Concordat: BTREE region, settled_at, claim_id',
      'Concordat: BTREE settled_at, claim_id',
    ]);
  });

  it('need nothing the second time, and nothing of a plan is done', async () => {
    expect(await apply(fixture)).toEqual({ steps: [], refusals: [], problems: [], notes: [] });
    const project = edited(
      fixturePaths.product,
      '  town: String\n',
      '  town: String\n  "Zone of the tariff."\n  zone: Int\n',
    );
    const plan = await planSchema(test.database, { migrationsDir, project });
    expect(plan.steps).toEqual([
      {
        target: 'claim_intake.claims',
        sql: 'alter table "claim_intake"."claims" add column "zone" integer',
        reason: expect.stringContaining('product claim_intake declares it'),
      },
    ]);
    expect(Object.keys(await columnsOf(test, 'claim_intake.claims'))).not.toContain('zone');
  });

  it('are made once by processes that start at once', async () => {
    const project = edited(
      fixturePaths.settledClaim,
      '  oldReference: String',
      '  holderAge: Int @classified(as: PERSONAL) @filterable\n  "Former."\n  oldReference: String',
    );
    const withColumn: Project = assertProject(
      new Map([
        ...editedProject(
          fixturePaths.settledClaim,
          '  "Former name of the case\'s reference."',
          '  "How old the insured person was."\n  holderAge: Int @classified(as: PERSONAL) @filterable\n  "Former name of the case\'s reference."',
        ),
        [
          fixturePaths.settledClaimSql,
          (projectFixture().get(fixturePaths.settledClaimSql) ?? '').replace(
            '  null as old_reference',
            '  1 as holder_age,\n  null as old_reference',
          ),
        ],
      ]),
    );
    expect(project.contracts).toHaveLength(2);
    const pools = [1, 2, 3, 4].map(() => test.connect({ poolSize: 1 }));
    const plans = await Promise.all(
      pools.map((database) => migrate(database, { migrationsDir, project: withColumn })),
    );
    expect(plans.map(({ steps }) => steps.length).sort()).toEqual([0, 0, 0, 2]);
    expect(await indexesOf(test, 'contract.settled_claim_v1')).toContain(
      'Concordat: BTREE holder_age, claim_id',
    );
    await test.database.execute({ text: 'alter table contract.settled_claim_v1 drop column holder_age' });
  });

  describe('are not called fresh once they are made anew or get a column', () => {
    const derived = (): Promise<unknown> =>
      test.database.query({ text: 'select contract from contract.state' });
    beforeEach(async () => {
      await apply(fixture);
      await test.database.execute({
        text: `insert into contract.state (contract) values ('settled_claim@1') on conflict do nothing`,
      });
    });

    it.each([
      ['the serving table', 'drop table contract.settled_claim_v1'],
      ['a column of it', 'alter table contract.settled_claim_v1 drop column risk_score'],
      [
        'the width of a column beneath it',
        'alter table claim_intake.claims alter claimed_amount type bigint',
      ],
      ["a product's table", 'drop table claim_intake.claims'],
      ['the events of its rows', 'drop table claim_intake.claims__event'],
      ["a reconciliation's table", 'drop table reconciliation.claim_balance'],
    ])('%s', async (_, text) => {
      await test.database.execute({ text });
      await planSchema(test.database, { migrationsDir, project: fixture });
      expect(await derived()).toEqual([{ contract: 'settled_claim@1' }]);
      const { notes } = await apply(fixture);
      expect(notes).toEqual([expect.stringContaining('no as-of for settled_claim@1')]);
      expect(await derived()).toEqual([]);
    });

    it('and otherwise stay so, also when an index is made', async () => {
      await apply(fixture);
      expect(await derived()).toHaveLength(1);
      const [index] = await test.database.query<{ name: string }>({
        text: `select indexname as name from pg_indexes where tablename = 'settled_claim_v1' and indexdef like '%outcome%'`,
      });
      await test.database.execute({ text: `drop index contract."${String(index?.name)}"` });
      expect((await apply(fixture)).steps).toHaveLength(1);
      expect(await derived()).toHaveLength(1);
    });
  });

  it('lose indexes that nothing declares any more, and only those of Concordat', async () => {
    await test.database.execute({
      text: 'create index by_hand on contract.settled_claim_v1 (old_reference)',
    });
    const { steps } = await apply(
      edited(
        fixturePaths.settledClaim,
        'outcome: ClaimOutcome! @classified(as: INTERNAL) @filterable',
        'outcome: ClaimOutcome! @classified(as: INTERNAL)',
      ),
    );
    expect(steps.map(({ sql }) => sql)).toEqual([
      expect.stringMatching(/^drop index "contract"."settled_claim_v1_outcome_claim_id_/),
    ]);
    expect((await apply(fixture)).steps).toHaveLength(1);
    await test.database.execute({ text: 'drop index contract.by_hand' });
  });

  it('widen where every value fits', async () => {
    await fill();
    await apply(edited(fixturePaths.settledClaim, 'riskScore: Int', 'riskScore: BigInt'));
    expect(await columnsOf(test, 'contract.settled_claim_v1')).toMatchObject({ risk_score: 'bigint' });
    await test.database.execute({
      text: 'alter table contract.settled_claim_v1 alter risk_score type integer',
    });
  });

  it('may become nullable, and never null where no row has null', async () => {
    await apply(edited(fixturePaths.reconciliation, 'difference: Decimal', 'difference: Decimal!'));
    expect(await columnsOf(test, 'reconciliation.claim_balance')).toMatchObject({
      difference: 'numeric not null',
    });
    await apply(fixture);
    expect(await columnsOf(test, 'reconciliation.claim_balance')).toMatchObject({ difference: 'numeric' });
  });

  describe('are refused, with what to do, when', () => {
    const contractFix = 'publish the change as the next version';

    it.each<[string, () => Project, string, string]>([
      [
        'a column would change its type',
        () => edited(fixturePaths.settledClaim, 'riskScore: Int', 'riskScore: String'),
        'Column contract.settled_claim_v1.risk_score is integer and declared as text.',
        contractFix,
      ],
      [
        'a column is gone',
        () =>
          edited(
            fixturePaths.product,
            '  "Where the damage happened, as the caller said it."\n  town: String\n',
            '',
          ),
        'Column claim_intake.claims.town is no longer declared',
        'drop table "claim_intake"."claims"',
      ],
      [
        'a column that has nulls shall have none',
        () => edited(fixturePaths.settledClaim, 'riskScore: Int', 'riskScore: Int!'),
        'Column contract.settled_claim_v1.risk_score is declared as never null, but has nulls.',
        contractFix,
      ],
      [
        'a column without values for the rows is new',
        () =>
          assertProject(
            new Map([
              ...editedProject(
                fixturePaths.settledClaim,
                '  "Former name of the case\'s reference."',
                '  "How old the insured person was."\n  holderAge: Int! @classified(as: PERSONAL)\n  "Former name of the case\'s reference."',
              ),
              [
                fixturePaths.settledClaimSql,
                (projectFixture().get(fixturePaths.settledClaimSql) ?? '').replace(
                  '  null as old_reference',
                  '  1 as holder_age,\n  null as old_reference',
                ),
              ],
            ]),
          ),
        'Column contract.settled_claim_v1.holder_age is new and never null',
        contractFix,
      ],
    ])('%s', async (_, project, message, fix) => {
      await fill();
      const before = await columnsOf(test, 'contract.settled_claim_v1');
      const changed = project();
      const error = await failureOf(apply(changed));
      expect(error.code).toBe('MIGRATION_REFUSED');
      expect(error.message).toContain(message);
      expect(error.message).toContain(fix);
      expect(await columnsOf(test, 'contract.settled_claim_v1')).toEqual(before);
      const plan = await planSchema(test.database, { migrationsDir, project: changed });
      expect(plan.refusals).toEqual([expect.objectContaining({ message: expect.stringContaining(message) })]);
    });

    it('the key changes', async () => {
      const key = (columns: string): string =>
        `alter table reconciliation.claim_balance drop constraint claim_balance_pkey, add primary key (${columns})`;
      await test.database.execute({ text: key('claim_id, difference') });
      const error = await failureOf(apply(fixture));
      expect(error.message).toContain(
        'The key of reconciliation.claim_balance is (claim_id, difference) and declared as (claim_id).',
      );
      expect(error.message).toContain('drop table "reconciliation"."claim_balance"');
      await test.database.execute({ text: key('claim_id') });
      await test.database.execute({
        text: 'alter table reconciliation.claim_balance alter difference drop not null',
      });
    });
  });
});
