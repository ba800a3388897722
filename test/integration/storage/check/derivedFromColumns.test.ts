import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLintedDatabase, type LintedDatabase } from '../../../support/lintedDatabase.ts';
import { editedProject, fixturePaths, projectFixture } from '../../../support/projectFixture.ts';

let linted: LintedDatabase;
beforeAll(async () => {
  linted = await createLintedDatabase();
});
afterAll(() => linted.drop());

const { settledClaim, settledClaimSql, reconciliation, resolveSql, exceptionsSql } = fixturePaths;
const contractByClaim = '@derivedFrom(product: "claim_intake.claims", by: "claim_id")';
const exceptions = (text: string, files = projectFixture()) => new Map([...files, [exceptionsSql, text]]);

describe('what changes go by', () => {
  it.each([
    ['a number with a fraction as a text', 'paid_amount', 'claims.paid_amount::text', 'numeric', 'text'],
    [
      'a number of fewer places',
      'paid_amount',
      'claims.paid_amount::numeric(10,1)',
      'numeric',
      'numeric(10,1)',
    ],
    ['a number made of a text', 'town', 'claims.town::integer', 'text', 'integer'],
    ['a text made of a number', 'risk_score', 'claims.risk_score::text', 'integer', 'text'],
    ['a larger number', 'risk_score', 'claims.risk_score::bigint', 'integer', 'bigint'],
    ['a UUID made of a text', 'town', 'claims.town::uuid', 'text', 'uuid'],
    ['a yes made of a text', 'town', 'claims.town::boolean', 'text', 'boolean'],
    ['a text that is cut', 'town', 'claims.town::varchar(3)', 'text', 'character varying(3)'],
    ['a text that is filled up', 'town', 'claims.town::char(9)', 'text', 'character(9)'],
    ['a varchar', 'town', 'claims.town::varchar', 'text', 'character varying'],
    ['a time as a day', 'settled_at', 'claims.settled_at::date', 'timestamp(3) with time zone', 'date'],
    [
      'a time of whole seconds',
      'settled_at',
      'claims.settled_at::timestamptz(0)',
      'timestamp(3) with time zone',
      'timestamp(0) with time zone',
    ],
    ['JSON', 'town', 'to_jsonb(claims.town)', 'text', 'jsonb'],
  ])('has one type: not %s', async (_what, column, sql, from, to) => {
    const files = editedProject(
      settledClaim,
      contractByClaim,
      `${contractByClaim}\n  @derivedFrom(product: "claim_intake.claims", by: "way", column: "${column}")`,
      editedProject(settledClaimSql, '  claims.office,', `  claims.office,\n  ${sql} as way,`),
    );
    expect(await linted.problemsOf(files)).toEqual([
      expect.objectContaining({
        file: settledClaim,
        rule: 'derived-from-type',
        message: `@derivedFrom goes by way, which is ${from} in claim_intake.claims and ${to} in ${settledClaimSql}: one would not find the other.`,
        fix: expect.stringContaining('A cast is no way'),
      }),
    ]);
  });

  it('of an assertion and of exceptions too', async () => {
    const assertion = editedProject(
      reconciliation,
      'by: "claim_id") {',
      'by: "claim_id") @derivedFrom(product: "claim_intake.claims", by: "way", column: "settled_at") {\n  "When it was paid."\n  way: Date',
      editedProject(
        resolveSql,
        'select claim_id,',
        "select claim_id, (settled_at at time zone 'UTC')::date as way,",
      ),
    );
    const files = editedProject(
      exceptionsSql,
      ' as detail, claim_id',
      ' as detail, claim_id, settled_at::text as way',
      assertion,
    );
    expect((await linted.problemsOf(files)).map(({ rule, message }) => [rule, message])).toEqual([
      ['derived-from-type', expect.stringContaining(`and date in ${resolveSql}`)],
      ['derived-from-type', expect.stringContaining(`and text in ${exceptionsSql}`)],
    ]);
  });

  it('is one value of the day of some zone', async () => {
    const files = editedProject(
      reconciliation,
      '  difference: Decimal\n',
      '  difference: Decimal\n  "When it was paid."\n  day: Date\n',
      editedProject(resolveSql, ' as difference', ' as difference, settled_at as day'),
    );
    expect(await linted.problemsOf(files)).toMatchObject([
      { rule: 'sql-column-type', fix: expect.stringContaining("at time zone 'Europe/London')::date") },
    ]);
  });

  it('is of the type of its field', async () => {
    const files = editedProject(
      settledClaim,
      contractByClaim,
      `${contractByClaim}\n  @derivedFrom(product: "claim_intake.claims", by: "risk", column: "risk_score")`,
      editedProject(
        settledClaim,
        '  "How the case was decided."',
        '  "The same once more."\n  risk: BigInt @classified(as: RESTRICTED)\n  "How the case was decided."',
        editedProject(settledClaimSql, '  claims.office,', '  claims.office,\n  claims.risk_score as risk,'),
      ),
    );
    expect(await linted.problemsOf(files)).toEqual([
      expect.objectContaining({
        rule: 'derived-from-type',
        message: `@derivedFrom goes by risk, which is integer in ${settledClaimSql} and bigint in its field risk: one would not find the other.`,
      }),
    ]);
  });

  it('may be a time whose precision a function has taken away', async () => {
    const files = editedProject(
      settledClaim,
      contractByClaim,
      `${contractByClaim}
  @derivedFrom(product: "claim_intake.claims", by: "paid", column: "paid_amount")
  @derivedFrom(product: "claim_intake.claims", by: "settled_at")`,
      editedProject(
        settledClaimSql,
        '  claims.settled_at,',
        `  coalesce(claims.settled_at, timestamptz '2026-01-01Z') as settled_at,\n  coalesce(claims.paid_amount, 0) as paid,`,
      ),
    );
    expect(await linted.problemsOf(files)).toEqual([]);
  });

  it('is a column of the assertion where the SELECT reads it', async () => {
    const byOffice = editedProject(
      settledClaim,
      '@derivedFrom(reconciliation: "claim_balance", by: "claim_id")',
      '@derivedFrom(reconciliation: "claim_balance", by: "office")',
      editedProject(exceptionsSql, ' as detail, claim_id', ' as detail, claim_id, office'),
    );
    // What the assertions are derived from leads to the rows as well.
    expect(await linted.problemsOf(byOffice)).toEqual([]);
    const files = editedProject(settledClaim, `  ${contractByClaim}\n`, '', byOffice);
    expect(await linted.problemsOf(files)).toContainEqual(
      expect.objectContaining({
        file: settledClaim,
        rule: 'derived-from-assertion',
        message: expect.stringContaining('by office, which only its exceptions have'),
      }),
    );
  });
});

describe('exceptions are not found', () => {
  it.each(['kind', 'detail'])('by their own %s', async (column) => {
    const files = exceptions(
      `select 'PAID_TOO_MUCH' as kind, town as detail, claim_id from claim_intake.claims`,
      editedProject(
        reconciliation,
        'by: "claim_id") {',
        `by: "claim_id") @derivedFrom(product: "claim_intake.claims", by: "${column}", column: "town") {\n  "Where."\n  ${column}: String`,
        editedProject(
          resolveSql,
          'select claim_id,',
          `select claim_id, town as ${column},`,
          editedProject(
            settledClaim,
            '@derivedFrom(reconciliation: "claim_balance", by: "claim_id")',
            `@derivedFrom(reconciliation: "claim_balance", by: "claim_id")
  @derivedFrom(reconciliation: "claim_balance", by: "${column}")`,
            editedProject(
              settledClaimSql,
              '  claims.office,',
              `  claims.office,\n  claims.town as ${column},`,
            ),
          ),
        ),
      ),
    );
    expect((await linted.problemsOf(files)).map(({ rule }) => rule)).toEqual([
      'exception-reach',
      'exception-derived-from',
    ]);
  });

  it('by a value of another type than that of the rows that look for them', async () => {
    const day = "(claims.settled_at at time zone 'UTC')::date";
    const files = exceptions(
      `select 'PAID_TOO_MUCH' as kind, null as detail, claim_id, array[settled_at] as day from claim_intake.claims`,
      editedProject(
        settledClaim,
        '@derivedFrom(reconciliation: "claim_balance", by: "claim_id")',
        `@derivedFrom(reconciliation: "claim_balance", by: "claim_id")
  @derivedFrom(reconciliation: "claim_balance", by: "day")`,
        editedProject(settledClaimSql, '  claims.office,', `  claims.office,\n  ${day} as day,`),
      ),
    );
    expect(await linted.problemsOf(files)).toEqual([
      expect.objectContaining({
        rule: 'derived-from-type',
        message: `@derivedFrom goes by day, which is timestamp(3) with time zone in ${exceptionsSql} and date in settled_claim@1: one would not find the other.`,
      }),
    ]);
  });

  it.each([
    ['claim_id', 'risk_score as claim_id', 'integer', 'text'],
    ['claim_id', 'array[risk_score] as claim_id', 'integer', 'text'],
    ['claim_id', "array['1'::varchar] as claim_id", 'character varying', 'text'],
  ])('by %s where it is %s', async (by, sql, type, wanted) => {
    const select = `select 'PAID_TOO_MUCH' as kind, null as detail, town, ${sql} from claim_intake.claims`;
    expect(await linted.problemsOf(exceptions(select))).toContainEqual(
      expect.objectContaining({
        file: settledClaim,
        rule: 'derived-from-type',
        message: `@derivedFrom goes by ${by}, which is ${type} in ${exceptionsSql} and ${wanted} in settled_claim@1: one would not find the other.`,
      }),
    );
  });

  it('by a value of another type than that of the facts, rest they on these or not', async () => {
    const files = exceptions(
      `select 'PAID_TOO_MUCH' as kind, null as detail, claim_id, 1 as region from claim_intake.claims`,
      editedProject(
        reconciliation,
        'by: "claim_id") {',
        'by: "claim_id") @derivedFrom(product: "claim_intake.offices", by: "region") {\n  "Where."\n  region: String',
        editedProject(resolveSql, 'select claim_id,', 'select claim_id, null as region,'),
      ),
    );
    expect(await linted.problemsOf(files)).toMatchObject([
      {
        file: reconciliation,
        rule: 'derived-from-type',
        message: expect.stringContaining(`text in claim_intake.offices and integer in ${exceptionsSql}`),
      },
    ]);
  });

  it('by a column that is null in every row', async () => {
    const select = (value: string) =>
      `select 'PAID_TOO_MUCH' as kind, null::text as detail, ${value} as claim_id, town from claim_intake.claims`;
    expect(await linted.problemsOf(exceptions(select('null::text')))).toMatchObject([
      {
        rule: 'exception-derived-from',
        message: expect.stringContaining('by claim_id, which is null in every row'),
      },
    ]);
    const both = `${select('null::text')} union all ${select('claim_id')}`;
    expect(await linted.problemsOf(exceptions(both))).toEqual([]);
  });
});
