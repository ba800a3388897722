import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLintedDatabase, type LintedDatabase } from '../../../support/lintedDatabase.ts';
import { editedProject, fixturePaths, projectFixture } from '../../../support/projectFixture.ts';

let linted: LintedDatabase;
beforeAll(async () => {
  linted = await createLintedDatabase();
});
afterAll(() => linted.drop());

const { settledClaim, settledClaimSql, resolveSql, exceptionsSql, productSql } = fixturePaths;

describe('SQL that is no SELECT, or does more than read', () => {
  const writes = { rule: 'sql-read-only', message: 'The statement is not a SELECT that only reads.' };
  const hidden = { rule: 'sql-read-only', message: expect.stringContaining('its WITH holds an INSERT') };
  const locks = { rule: 'sql-read-only', message: 'The SELECT locks the rows that it reads.' };
  const parameter = { rule: 'sql-parameter', message: expect.stringContaining('has a parameter') };

  it.each([
    ['\n-- all\ndelete from claim_intake.claims returning *', { ...writes, line: 3, column: 1 }],
    ['insert into claim_intake.claims (claim_id) values (1) returning *', { ...writes, line: 1 }],
    ['update claim_intake.claims set town = null returning claim_id', writes],
    ['truncate claim_intake.claims', writes],
    ['select claim_id into temporary table kept from claim_intake.claims', writes],
    ['show all', writes],
    [
      '-- 🧀\nwith gone as (\n  delete from claim_intake.claims returning claim_id\n)\nselect claim_id, 0 as difference from gone',
      { ...hidden, line: 2, column: 6 },
    ],
    [
      'select claim_id, 0 as difference\nfrom claim_intake.claims\nfor no key update',
      { ...locks, line: 3, column: 1 },
    ],
    [
      'select * from (select claim_id, 0 as difference from claim_intake.claims for share) as held',
      { ...locks, column: 74 },
    ],
    [
      "select claim_id, 0 as difference from claim_intake.claims where town = '🧀' limit $1",
      { ...parameter, line: 1, column: 82 },
    ],
    [
      'select claim_id, 0 as difference from claim_intake.claims\nwhere claim_id = $2',
      { ...parameter, line: 2, column: 18 },
    ],
  ])('in resolve.sql: %s', async (text, problem) => {
    expect(await linted.problemsOf(projectFixture({ [resolveSql]: text }))).toEqual([
      { file: resolveSql, line: 1, column: expect.any(Number), fix: expect.stringMatching(/./), ...problem },
    ]);
  });

  it('in exceptions.sql and a contract, beside what else is wrong', async () => {
    const files = editedProject(
      settledClaimSql,
      'claims.risk_score,',
      'claims.town as risk_score,',
      editedProject(
        settledClaimSql,
        'where claims.settled_at is not null',
        'where claims.settled_at is not null limit $1',
        projectFixture({
          [exceptionsSql]:
            "delete from claim_intake.claims returning 'PAID_TOO_MUCH' as kind, null as detail, claim_id",
        }),
      ),
    );
    expect(await linted.problemsOf(files)).toMatchObject([
      { file: settledClaim, rule: 'sql-column-type' },
      { file: settledClaimSql, rule: 'sql-parameter', line: 17, column: 43 },
      { file: exceptionsSql, rule: 'sql-read-only' },
    ]);
  });

  it('but VALUES and TABLE are SELECTs', async () => {
    for (const text of ["values ('c1', 0.5)", 'table reconciliation.claim_balance'])
      expect(
        (await linted.problemsOf(projectFixture({ [resolveSql]: text }))).map(({ rule }) => rule),
      ).not.toContain('sql-read-only');
  });
});

describe('project.sql', () => {
  const insert = (into: string): string => `with other as (
  ${into}
)
select null::text as product_table, null::jsonb as identity, source, partition, "offset" from batch`;

  it.each([
    [
      'insert into reconciliation.claim_balance (claim_id) select key from batch',
      'reconciliation.claim_balance',
      15,
    ],
    ['delete from claim_intake.offices', 'claim_intake.offices', 15],
    ['update claim_intake.claims__event set "offset" = 0', 'claim_intake.claims__event', 10],
    ['merge into raw . event as e using batch on false when not matched then do nothing', 'raw.event', 14],
  ])('writes only tables that it fills: %s', async (statement, table, column) => {
    expect(await linted.problemsOf(projectFixture({ [productSql]: insert(statement) }))).toEqual([
      {
        ...{ file: productSql, line: 2, column },
        rule: 'projection-target',
        message: `The statement writes ${table}, which is no table that it fills.`,
        fix: expect.stringMatching(/: claim_intake\.claims\.$/),
      },
    ]);
  });

  it('has no parameter', async () => {
    const files = projectFixture({
      [productSql]: insert('delete from claim_intake.claims where claim_id = $2'),
    });
    expect(await linted.problemsOf(files)).toMatchObject([{ rule: 'sql-parameter', line: 2, column: 52 }]);
  });

  it('can be planned', async () => {
    const files = projectFixture({ [productSql]: insert('delete from claim_intake.claims where 1 / 0 = 1') });
    expect(await linted.problemsOf(files)).toMatchObject([
      { file: productSql, rule: 'sql-valid', message: 'Postgres refuses the statement: division by zero.' },
    ]);
  });
});
