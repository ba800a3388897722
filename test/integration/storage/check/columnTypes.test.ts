import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ProjectFiles } from '../../../../src/config/ProjectFiles.ts';
import { createLintedDatabase, type LintedDatabase } from '../../../support/lintedDatabase.ts';
import { editedProject, fixturePaths } from '../../../support/projectFixture.ts';

let linted: LintedDatabase;
beforeAll(async () => {
  linted = await createLintedDatabase();
});
afterAll(() => linted.drop());

const { settledClaim, settledClaimSql, reconciliation, resolveSql, exceptionsSql } = fixturePaths;

it.each([
  ['claims.risk_score,', 'null as risk_score,', 'risk_score', 'integer', 'null::integer'],
  ['claims.risk_score,', "'5' as risk_score,", 'risk_score', 'integer', 'null::integer'],
  [
    '  claims.settled_at,',
    "  '2026-01-01T00:00:00Z' as settled_at,",
    'settled_at',
    'timestamp(3) with time zone',
    'null::timestamptz',
  ],
])('refuses a literal without a type: %s -> %s', async (from, to, column, type, cast) => {
  const problems = await linted.problemsOf(editedProject(settledClaimSql, from, to));
  expect(problems).toMatchObject([
    {
      rule: 'sql-column-type',
      message: expect.stringContaining(`column ${column} as text, and its field needs ${type}`),
      fix: `A literal without a type is a text here: cast it, e.g. ${cast}.`,
    },
  ]);
  const typed = editedProject(settledClaimSql, from, `  null::${type} as ${column},`);
  expect(await linted.problemsOf(typed)).toEqual([]);
});

it('refuses it in resolve.sql too, while texts and those that others cast are fine', async () => {
  const difference = (sql: string): ProjectFiles =>
    editedProject(resolveSql, 'paid_amount - claimed_amount as difference', `${sql} as difference`);
  expect(await linted.problemsOf(difference('null'))).toMatchObject([
    { file: reconciliation, rule: 'sql-column-type', fix: expect.stringContaining('null::numeric') },
  ]);
  expect(await linted.problemsOf(difference('coalesce(null, 5)'))).toEqual([]);
  expect(
    await linted.problemsOf(editedProject(settledClaimSql, 'claims.currency,', "'EUR' as currency,")),
  ).toEqual([]);
});

it.each([
  ['numeric', 'Int', 'integer'],
  ['double precision', 'BigInt', 'bigint'],
  ['timestamptz', 'Date', 'date'],
])('refuses a list of %s for one of %s', async (from, field, to) => {
  const files = editedProject(
    settledClaim,
    '  riskScore: Int ',
    `  riskScores: [${field}!] @classified(as: RESTRICTED)\n  "The newest."\n  riskScore: Int `,
    editedProject(
      settledClaimSql,
      'claims.risk_score,',
      `claims.risk_score, null::${from}[] as risk_scores,`,
    ),
  );
  expect(await linted.problemsOf(files)).toMatchObject([
    {
      rule: 'sql-column-type',
      message: expect.stringContaining(`[], and its field needs ${to}[]`),
      fix: expect.stringMatching(/^Of each item: /),
    },
  ]);
});

it.each([
  [settledClaimSql, '  claims.office,', '  claims.office, row(1, 2) as x,', 'x', 'record'],
  [settledClaimSql, '  claims.office,', '  row(1, 2) as office,', 'office', 'record'],
  [settledClaimSql, '  claims.office,', '  claims.office, array[row(1, 2)] as x,', 'x', 'record[]'],
  [resolveSql, ' as difference', ' as difference, row(1) as x', 'x', 'record'],
  [exceptionsSql, ' as detail,', ' as detail, row(1) as x,', 'x', 'record'],
])('refuses in %s what no table can hold: %s -> %s', async (file, from, to, column, type) => {
  expect(await linted.problemsOf(editedProject(file, from, to))).toMatchObject([
    {
      file,
      rule: 'sql-column-type',
      message: `No table can hold what the statement gives: column "${column}" has pseudo-type ${type}.`,
      fix: expect.stringContaining('jsonb_build_array'),
    },
  ]);
});
