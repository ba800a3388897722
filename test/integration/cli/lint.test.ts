import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { editedProject, fixturePaths, projectFixture } from '../../support/projectFixture.ts';
import { createLintedDatabase } from '../../support/lintedDatabase.ts';
import { runConcordat } from '../../support/runConcordat.ts';
import { writeProject } from '../../support/writeProject.ts';

const { settledClaim, settledClaimSql, resolveSql, exceptionsSql, product, officesCsv } = fixturePaths;
const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true }))));

async function lint(files: ReadonlyMap<string, string>, args: readonly string[] = []) {
  const root = await writeProject(files);
  roots.push(root);
  return runConcordat(['lint', '--project', root, ...args]);
}

const existing =
  'Existing tables were not checked (archive.dossiers): say with --database-url or DATABASE_URL in which database they are.';

describe('concordat lint of a project that is right', () => {
  it('says that existing tables were not checked, and how they would be', async () => {
    expect(await lint(projectFixture())).toEqual({
      code: 0,
      stdout: `No problems.\nnote: ${existing}\n`,
      stderr: '',
    });
  });

  it('says which agreements are over, which is no problem', async () => {
    const { code, stdout } = await lint(
      editedProject(
        fixturePaths.consumers,
        'until: 2028-12-31\n        acceptsProvisional',
        'until: 2020-12-31\n        acceptsProvisional',
      ),
      ['--format', 'json'],
    );
    expect(JSON.parse(stdout)).toEqual({
      problems: [],
      notes: [
        existing,
        'The agreement of fraud-desk about claim_dossier@1 for FRAUD_REVIEW held until 2020-12-31.',
      ],
    });
    expect(code).toBe(0);
  });

  it('checks them in the database that is named', async () => {
    const linted = await createLintedDatabase();
    const misspelt = editedProject(fixturePaths.claimDossier, '"loaded_at"', '"loadedat"');
    const wrong = await lint(misspelt, ['--database-url', linted.connectionString]);
    const right = await lint(projectFixture(), ['--database-url', linted.connectionString]);
    await linted.drop();
    expect(wrong.stdout).toMatch(/no column loadedat .*\(serving-as-of\)\n.*\n\n1 problem\n$/);
    expect(right).toEqual({ code: 0, stdout: 'No problems.\n', stderr: '' });
  });
});

describe('concordat lint of declarations with problems', () => {
  // A contract without a meaning and with a wrong field, beside wrong SQL and reference data of others.
  const files = editedProject(
    settledClaim,
    '@residency(by: "region")',
    '@residency(by: "area")',
    editedProject(
      resolveSql,
      'select claim_id, paid_amount - claimed_amount as difference',
      'select claim_id, paid_amount - claimd_amount as difference',
      editedProject(
        exceptionsSql,
        `'PAID_TOO_MUCH'`,
        `'PAID_TO_MUCH'`,
        editedProject(officesCsv, 'Sevilla,SOUTH', ',SOUTH'),
      ),
    ),
  );
  const note =
    'Not checked against PostgreSQL, because of problems there or in what it reads: contract settled_claim@1.';

  it('lists what is wrong with the SQL and reference files that stand apart from them too', async () => {
    const { code, stdout, stderr } = await lint(files);
    expect(stdout.match(/^\S+:\d+:\d+ .*$/gm)).toEqual([
      expect.stringMatching(/settled_claim\/v1\.graphql:14:3 .*\(residency-field\)$/),
      expect.stringMatching(/offices\.csv:3:1 .*\(reference-line\)$/),
      expect.stringMatching(/exceptions\.sql:1:8 .*\(exception-kind\)$/),
      expect.stringMatching(/resolve\.sql:1:32 .*claimd_amount.*\(sql-valid\)$/),
    ]);
    expect(stdout).toContain(`\n\n4 problems\nnote: ${note}\nnote: ${existing}\n`);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it('gives the same as JSON', async () => {
    const { code, stdout } = await lint(files, ['--format', 'json']);
    const report: unknown = JSON.parse(stdout);
    expect(report).toEqual({
      problems: expect.arrayContaining([
        {
          file: resolveSql,
          line: 1,
          column: 32,
          rule: 'sql-valid',
          message: 'Postgres refuses the statement: column "claimd_amount" does not exist.',
          fix: expect.any(String),
        },
      ]),
      notes: [note, existing],
    });
    expect(code).toBe(1);
  });

  it('lists no SQL that fails only because of them', async () => {
    const broken = editedProject(
      product,
      'claimedAmount: Decimal',
      'claimedAmount: Money',
      editedProject(settledClaimSql, 'claims.risk_score,', 'claims.nothing,'),
    );
    const { stdout } = await lint(broken);
    expect(stdout).toMatch(/^.*product\.graphql:17:18 .*\(unknown-type\)\n.*\n\n1 problem\n/);
    expect(stdout).toContain(
      'in what it reads: contract settled_claim@1, product claim_intake, reconciliation claim_balance.',
    );
  });

  it('lists them when no server can be had too, and says so', async () => {
    const { code, stdout } = await lint(files, ['--database-url', 'postgresql://127.0.0.1:1/none']);
    expect(stdout).toContain('(residency-field)');
    expect(stdout).toMatch(
      /\n1 problem\nnote: .*\nnote: The SQL was not checked: The database does not answer/,
    );
    expect(code).toBe(1);
  });
});

describe('concordat lint of next to nothing', () => {
  let root = '';
  beforeAll(async () => {
    root = await writeProject(
      new Map([
        [
          'schema/shared.graphql',
          '"Why a consumer asks."\nenum Purpose { "To make invoices for customers." BILLING }\n\nenum Region { NORTH }\n',
        ],
        ['schema/consumers.yaml', 'consumers:\n  a:\n    team: 7\n'],
      ]),
    );
    roots.push(root);
  });

  it('lists all problems with their places and ends with 1', async () => {
    const { code, stdout } = await runConcordat(['lint', '--project', root]);
    expect(stdout).toMatch(/^schema\/consumers\.yaml:\d+:\d+ {2}/m);
    expect(stdout).toMatch(/^schema\/shared\.graphql:4:\d+ {2}/m);
    expect(stdout).toMatch(/\d+ problems\n$/);
    expect(code).toBe(1);
  });

  it('says when there is no project', async () => {
    const { code, stderr } = await runConcordat(['lint', '--project', join(root, 'nowhere')]);
    expect(stderr).toContain('PROJECT_NOT_FOUND');
    expect(code).toBe(2);
  });
});
