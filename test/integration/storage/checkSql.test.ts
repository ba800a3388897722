import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import type { ProjectFiles } from '../../../src/config/ProjectFiles.ts';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { checkSql } from '../../../src/storage/check/checkSql.ts';
import { lintSql } from '../../../src/storage/check/lintSql.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { editedProject, fixturePaths, projectFixture } from '../../support/projectFixture.ts';

const migrationsDir = join(packageRoot(), 'migrations');
const dossiers =
  'create table archive.dossiers (claim_id text primary key, notes text[], loaded_at timestamptz not null)';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  await test.database.transaction((transaction) => transaction.script(`create schema archive; ${dossiers}`));
  await migrate(test.database, { migrationsDir, project: assertProject(projectFixture()) });
});
afterAll(() => test.drop());

/** What `concordat lint` finds in a project with this database behind it. */
async function problemsOf(files: ProjectFiles): Promise<readonly object[]> {
  const project = assertProject(files);
  return lintSql(project, { migrationsDir, databaseUrl: test.connectionString });
}

const { settledClaim, settledClaimSql, reconciliation, resolveSql, exceptionsSql, productSql } = fixturePaths;

it('finds nothing wrong with a project that is right, and changes nothing', async () => {
  expect(await problemsOf(projectFixture())).toEqual([]);
  expect(await checkSql(test.database, assertProject(projectFixture()))).toEqual([]);
});

describe('SQL that Postgres refuses is shown at its place', () => {
  it.each([
    [
      settledClaimSql,
      '  claims.settled_at,',
      '  claims.setled_at,',
      3,
      3,
      'column claims.setled_at does not exist',
    ],
    [
      resolveSql,
      'from claim_intake.claims',
      'from claim_intake.claim',
      2,
      6,
      'relation "claim_intake.claim" does not exist',
    ],
    [exceptionsSql, 'where paid_amount >', 'where paid_amount ~>', 3, 19, 'operator does not exist'],
    [
      productSql,
      "(payload ->> 'riskScore')::integer",
      "(payload ->> 'riskScore')::intege",
      11,
      32,
      'type "intege" does not exist',
    ],
  ])('%s', async (file, from, to, line, column, message) => {
    expect(await problemsOf(editedProject(file, from, to))).toContainEqual(
      expect.objectContaining({
        file,
        line,
        column,
        rule: 'sql-valid',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('counting characters, not bytes', async () => {
    const files = editedProject(
      settledClaimSql,
      '  claims.settled_at,',
      `  '日本🧀' as note, claims.setled_at,`,
    );
    expect(await problemsOf(files)).toMatchObject([{ line: 3, column: 18 }]);
  });
});

describe("a SELECT that does not fit the contract's fields", () => {
  it.each([
    [
      'lacks a column',
      'claims.risk_score,',
      '',
      'sql-column-missing',
      'has no column risk_score for field riskScore',
    ],
    [
      'has it as text',
      'claims.risk_score,',
      'claims.town as risk_score,',
      'sql-column-type',
      'as text, and its field needs integer',
    ],
    [
      'would round it',
      'claims.risk_score,',
      'claims.paid_amount as risk_score,',
      'sql-column-type',
      'as numeric, and its field needs integer',
    ],
    [
      'has a time without a zone',
      '  claims.settled_at,',
      '  claims.settled_at::timestamp as settled_at,',
      'sql-column-type',
      'timestamp without time zone',
    ],
    [
      'has a column twice',
      'claims.currency,',
      'claims.currency, claims.town as currency,',
      'sql-column-unique',
      'two columns currency',
    ],
    [
      'takes a name of the engine',
      'claims.currency,',
      'claims.currency, 1 as _revision,',
      'sql-column-reserved',
      '_revision',
    ],
  ])('%s', async (_, from, to, rule, message) => {
    const problems = await problemsOf(editedProject(settledClaimSql, from, to));
    expect(problems).toMatchObject([{ rule, message: expect.stringContaining(message) }]);
    expect(problems).toMatchObject([{ fix: expect.stringMatching(/./) }]);
  });

  it('is shown where the field is declared', async () => {
    const [problem] = await problemsOf(editedProject(settledClaimSql, 'claims.risk_score,', ''));
    const line =
      (projectFixture().get(settledClaim) ?? '').split('\n').findIndex((text) => text.includes('riskScore')) +
      1;
    expect(problem).toMatchObject({ file: settledClaim, line });
  });

  it('shows all of it at once, and casts that Postgres makes are fine', async () => {
    const files = editedProject(
      settledClaimSql,
      'claims.risk_score,',
      '5::smallint as risk_score, 5 as hidden_extra,',
      editedProject(settledClaimSql, 'claims.paid_amount,', 'claims.town as paid_amount,'),
    );
    expect(await problemsOf(files)).toMatchObject([{ message: expect.stringContaining('paid_amount') }]);
    const more = editedProject(
      settledClaimSql,
      'claims.risk_score,',
      'claims.town as risk_score,',
      editedProject(settledClaimSql, 'claims.paid_amount,', 'claims.town as paid_amount,'),
    );
    expect(await problemsOf(more)).toHaveLength(2);
  });

  it('or lacks a column that @derivedFrom or @link names', async () => {
    const files = editedProject(
      settledClaim,
      '@link(to: "claim_dossier@1", by: "claimId")',
      '@link(to: "claim_dossier@1", by: "dossierId")',
    );
    expect(await problemsOf(files)).toMatchObject([
      { rule: 'sql-column-missing', message: expect.stringContaining('dossier_id, which @link names') },
    ]);
  });
});

describe('what a SELECT reads and no @derivedFrom names', () => {
  const offices = '  @derivedFrom(product: "claim_intake.offices", by: "office")\n';
  const balance = '  @derivedFrom(reconciliation: "claim_balance", by: "claim_id")\n';

  it("is shown where a contract's SQL first names it", async () => {
    const files = editedProject(settledClaim, offices, '', editedProject(settledClaim, balance, ''));
    const lines = (files.get(settledClaimSql) ?? '').split('\n');
    const lineOf = (text: string): number => lines.findIndex((line) => line.includes(text)) + 1;
    expect(await problemsOf(files)).toEqual([
      {
        ...{ file: settledClaimSql, line: lineOf('left join claim_intake.offices'), column: 11 },
        rule: 'derived-from-incomplete',
        message: `${settledClaimSql} reads claim_intake.offices, which no @derivedFrom names.`,
        fix: expect.stringContaining('@derivedFrom(product: "claim_intake.offices", by: …)'),
      },
      expect.objectContaining({
        line: lineOf('join reconciliation.claim_balance'),
        rule: 'derived-from-incomplete',
        message: `${settledClaimSql} reads reconciliation.claim_balance, which no @derivedFrom names.`,
        fix: expect.stringContaining('@derivedFrom(reconciliation: "claim_balance", by: …)'),
      }),
    ]);
  });

  it.each([
    [
      'in a subquery',
      'null as old_reference',
      '(select min(region) from claim_intake.offices) as old_reference',
    ],
    [
      'with quotes',
      'null as old_reference',
      '(select min(region) from "claim_intake"."offices") as old_reference',
    ],
    [
      'through a view',
      'null as old_reference',
      '(select min(region) from archive.office_names) as old_reference',
    ],
  ])('%s too', async (_, from, to) => {
    await test.database.transaction((transaction) =>
      transaction.script(
        'create or replace view archive.office_names as select region from claim_intake.offices',
      ),
    );
    const project = editedProject(
      settledClaimSql,
      'left join claim_intake.offices on offices.office = claims.office\n',
      '',
      editedProject(
        settledClaimSql,
        '  offices.region,',
        '  null as region,',
        editedProject(settledClaimSql, from, to, editedProject(settledClaim, offices, '')),
      ),
    );
    const problems = await problemsOf(project);
    await test.database.execute({ text: 'drop view archive.office_names' });
    expect(problems).toMatchObject([
      {
        file: settledClaimSql,
        rule: 'derived-from-incomplete',
        message: expect.stringContaining('claim_intake.offices'),
      },
    ]);
  });

  it('but not a name in a comment or a text', async () => {
    const files = editedProject(
      settledClaimSql,
      'null as old_reference',
      `nullif('claim_intake.sites', 'claim_intake.sites') as old_reference -- claim_intake.sites`,
    );
    expect(await problemsOf(files)).toEqual([]);
  });

  it('counts for a reconciliation too, whose exceptions may read its own assertions', async () => {
    const reads = 'join claim_intake.offices using (office)';
    expect(
      await problemsOf(
        editedProject(
          resolveSql,
          'from claim_intake.claims',
          `from claim_intake.claims ${reads}`,
          editedProject(
            exceptionsSql,
            'from claim_intake.claims',
            `from claim_intake.claims ${reads} join reconciliation.claim_balance using (claim_id)`,
          ),
        ),
      ),
    ).toMatchObject([
      { file: exceptionsSql, rule: 'derived-from-incomplete', line: 2, column: 31 },
      { file: resolveSql, rule: 'derived-from-incomplete', line: 2, column: 31 },
    ]);
  });
});

describe('other SQL', () => {
  it('resolve.sql has no further columns', async () => {
    const files = editedProject(resolveSql, ' as difference', ' as difference, town');
    expect(await problemsOf(files)).toMatchObject([{ file: resolveSql, rule: 'sql-column-unknown' }]);
  });

  it('exceptions.sql has kind, detail, a subject, and what contracts look for', async () => {
    expect(await problemsOf(editedProject(exceptionsSql, ' as detail', ' as details'))).toMatchObject([
      { rule: 'sql-column-missing' },
    ]);
    expect(
      await problemsOf(editedProject(exceptionsSql, ' as detail, claim_id', ' as detail')),
    ).toMatchObject([
      {
        rule: 'exception-reach',
        message: expect.stringContaining('settled_claim@1 finds exceptions of claim_balance by claim_id'),
      },
      { rule: 'exception-subject' },
      {
        rule: 'exception-derived-from',
        file: reconciliation,
        message: expect.stringContaining('by claim_id, which is no column of one value in'),
      },
    ]);
    expect(
      await problemsOf(
        editedProject(exceptionsSql, ' as detail, claim_id', ' as detail, town, array[claim_id] as claim_id'),
      ),
    ).toMatchObject([{ rule: 'exception-derived-from' }]);
  });

  it('project.sql returns what the engine needs, in its types', async () => {
    const files = editedProject(
      productSql,
      "select 'claims' as product_table",
      "select 'claims'::varchar as product_table",
    );
    expect(await problemsOf(files)).toMatchObject([{ file: productSql, rule: 'projection-columns' }]);
  });

  it('a quality measure is one number', async () => {
    expect(
      await problemsOf(editedProject(settledClaim, 'sql: "select 0"', `sql: "select 'x'"`)),
    ).toMatchObject([{ rule: 'quality-sql' }]);
    expect(
      await problemsOf(editedProject(settledClaim, 'sql: "select 0"', 'sql: "select 1/"')),
    ).toMatchObject([{ rule: 'quality-sql', message: expect.stringContaining('syntax error') }]);
  });
});

describe('an existing table', () => {
  const look = async (ddl: string): Promise<readonly object[]> => {
    await test.database.transaction((transaction) =>
      transaction.script(`drop table if exists archive.dossiers; ${ddl}`),
    );
    const problems = await checkSql(test.database, assertProject(projectFixture()));
    await test.database.transaction((transaction) =>
      transaction.script(
        `drop view if exists archive.dossiers_view; drop table if exists archive.dossiers; ${dossiers}`,
      ),
    );
    return problems;
  };

  it.each([
    ['is missing', '', 'serving-table-missing', 'no table archive.dossiers'],
    [
      'lacks a column',
      'create table archive.dossiers (claim_id text primary key, loaded_at timestamptz)',
      'serving-column-missing',
      'no column notes',
    ],
    [
      'has another type',
      'create table archive.dossiers (claim_id text primary key, notes text, loaded_at timestamptz)',
      'serving-column-type',
      'notes of table archive.dossiers is text',
    ],
    [
      'has no unique key',
      'create table archive.dossiers (claim_id text, notes text[], loaded_at timestamptz); create index on archive.dossiers (claim_id)',
      'serving-key-index',
      'no unique index',
    ],
    [
      'is unique only in part',
      'create table archive.dossiers (claim_id text, notes text[], loaded_at timestamptz); create unique index on archive.dossiers (claim_id) where notes is null',
      'serving-key-index',
      'no unique index',
    ],
    [
      'has no such as-of',
      'create table archive.dossiers (claim_id text primary key, notes text[], loaded_at text)',
      'serving-as-of',
      'loaded_at',
    ],
  ])('that %s is shown', async (_, ddl, rule, message) => {
    expect(await look(ddl)).toMatchObject([
      { rule, message: expect.stringContaining(message), fix: expect.stringMatching(/./) },
    ]);
  });

  it('may have varchar for text, and more columns', async () => {
    expect(
      await look(
        'create table archive.dossiers (extra int, claim_id varchar(40) primary key, notes varchar[], loaded_at timestamptz(3))',
      ),
    ).toEqual([]);
  });
});

it('is checked without any database by a server that is gone afterwards', async () => {
  const project = assertProject(editedProject(settledClaimSql, 'claims.risk_score,', ''));
  expect(await lintSql(project, { migrationsDir })).toMatchObject([{ rule: 'sql-column-missing' }]);
});
