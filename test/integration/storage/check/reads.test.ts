import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProjectFiles } from '../../../../src/config/ProjectFiles.ts';
import { createLintedDatabase, type LintedDatabase } from '../../../support/lintedDatabase.ts';
import { editedProject, fixturePaths } from '../../../support/projectFixture.ts';

let linted: LintedDatabase;
beforeAll(async () => {
  linted = await createLintedDatabase();
  await linted.database.transaction((transaction) =>
    transaction.script(
      `create view archive.dossier_ids as select claim_id from archive.dossiers;
      create view archive.moments as select now() as moment`,
    ),
  );
});
afterAll(() => linted.drop());

const { settledClaim, settledClaimSql, resolveSql, exceptionsSql, productSql } = fixturePaths;

/** Each place that SQL stands in, with an expression put into it. */
const places: readonly [string, (expression: string) => ProjectFiles][] = [
  [
    settledClaimSql,
    (text) => editedProject(settledClaimSql, 'null as old_reference', `(${text})::text as old_reference`),
  ],
  [
    resolveSql,
    (text) =>
      editedProject(
        resolveSql,
        'from claim_intake.claims',
        `from claim_intake.claims where (${text}) is null`,
      ),
  ],
  [exceptionsSql, (text) => editedProject(exceptionsSql, 'where ', `where (${text}) is null and `)],
  [settledClaim, (text) => editedProject(settledClaim, 'sql: "select 0"', `sql: "select count((${text}))"`)],
  [
    productSql,
    (text) => editedProject(productSql, 'from reported', `from reported where (${text}) is null or true`),
  ],
];

describe.each(places)('%s', (file, withExpression) => {
  it.each([
    ['select min(partition) from raw.event', 'raw.event'],
    ['select min(contract) from audit.access', 'audit.access'],
    ['select min(contract) from contract.masked_value', 'contract.masked_value'],
    ['select count(*) from reconciliation.exception', 'reconciliation.exception'],
    ['select min(claim_id) from archive.dossiers', 'archive.dossiers'],
    ['select min(claim_id) from archive.dossier_ids', 'archive.dossiers'],
    ['select count(*) from pg_class', 'pg_catalog.pg_class'],
  ])('may not have (%s)', async (expression, table) => {
    expect(await linted.problemsOf(withExpression(expression))).toEqual([
      expect.objectContaining({
        file,
        rule: file === settledClaim ? 'quality-sql' : 'sql-reads',
        message: expect.stringContaining(`reads ${table}, which it may not read.`),
        fix: expect.stringMatching(/^Read /),
      }),
    ]);
  });

  it.each([
    ['now()', 'now'],
    ['current_date', 'current_date'],
    ['current_timestamp(3)', 'current_timestamp'],
    ['localtime', 'localtime'],
    ['current_user', 'current_user'],
    ['random() < 0.5', 'random'],
    ["clock_timestamp() - interval '1 day'", 'clock_timestamp'],
    ['gen_random_uuid()', 'gen_random_uuid'],
    ["age(timestamptz '2026-01-01Z')", 'age'],
    ["current_setting('application_name')", 'current_setting'],
    ['select min(moment) from archive.moments', 'now'],
  ])('may not have %s', async (expression, name) => {
    expect(await linted.problemsOf(withExpression(expression))).toEqual([
      expect.objectContaining({
        file,
        rule: file === settledClaim ? 'quality-sql' : 'sql-repeatable',
        message: expect.stringContaining(`uses ${name}, which`),
      }),
    ]);
  });

  it.each([
    "to_char(timestamptz '2026-01-01Z', 'YYYY')",
    "(timestamptz '2026-01-01Z')::text",
    "timestamp '2026-01-01' at time zone 'Europe/London'",
    "age(timestamptz '2026-01-01Z', timestamptz '2025-01-01Z')",
    "select 'now() :funcid 1299 {SQLVALUEFUNCTION :op 0' from claim_intake.claims limit 1",
  ])('may have %s', async (expression) => {
    expect(await linted.problemsOf(withExpression(expression))).toEqual([]);
  });
});

it.each(places.slice(0, 3))('%s may not read the events of rows', async (file, withExpression) => {
  expect(
    await linted.problemsOf(withExpression('select min(claim_id) from claim_intake.claims__event')),
  ).toEqual([
    expect.objectContaining({
      file,
      rule: 'sql-reads',
      message: `${file} reads claim_intake.claims__event, which it may not read.`,
      fix: expect.stringContaining('let project.sql keep there'),
    }),
  ]);
});

it.each(places.slice(3))('%s may', async (_file, withExpression) => {
  expect(
    await linted.problemsOf(withExpression('select min(claim_id) from claim_intake.claims__event')),
  ).toEqual([]);
});

it('says where the first of them stands', async () => {
  const files = editedProject(
    settledClaimSql,
    '  claims.settled_at,',
    "  claims.settled_at, '🧀' as cheese, NOW() as hour, (select min(key) from raw . event) as first,",
  );
  expect(await linted.problemsOf(files)).toMatchObject([
    { file: settledClaimSql, line: 3, column: 37, rule: 'sql-repeatable' },
    { file: settledClaimSql, line: 3, column: 74, rule: 'sql-reads' },
  ]);
});

it('lets a measure read the rows that it measures, and of no other contract', async () => {
  const measure = (table: string): ProjectFiles =>
    editedProject(settledClaim, 'sql: "select 0"', `sql: "select count(*) from ${table}"`);
  const found = await linted.problemsOf(measure('contract.settled_claim_v1'));
  expect(found.filter(({ message }) => message.includes('may not read'))).toEqual([]);
  expect(await linted.problemsOf(measure('archive.dossiers'))).toMatchObject([{ rule: 'quality-sql' }]);
});

it("lets project.sql read its own product's tables and reference tables, and no assertion", async () => {
  const reading = (table: string): ProjectFiles =>
    editedProject(productSql, 'from reported', `from reported where exists (select from ${table}) or true`);
  for (const table of ['claim_intake.claims', 'claim_intake.offices'])
    expect(await linted.problemsOf(reading(table))).toEqual([]);
  expect(await linted.problemsOf(reading('reconciliation.claim_balance'))).toMatchObject([
    { rule: 'sql-reads', fix: expect.stringContaining('batch') },
  ]);
});
