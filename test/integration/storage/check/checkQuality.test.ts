import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLintedDatabase, type LintedDatabase } from '../../../support/lintedDatabase.ts';
import { editedProject, fixturePaths } from '../../../support/projectFixture.ts';

let linted: LintedDatabase;
beforeAll(async () => {
  linted = await createLintedDatabase();
});
afterAll(() => linted.drop());

const { settledClaim } = fixturePaths;
const measure = (sql: string) => editedProject(settledClaim, 'sql: "select 0"', `sql: ${sql}`);

describe('the SQL of @quality', () => {
  it.each([
    [`"select 'x'"`, 19, 77, 'The SELECT does not give one number.'],
    [`"select 1, 2"`, 19, 77, 'The SELECT does not give one number.'],
    ['"select 1/"', 19, 86, 'Postgres refuses the statement: syntax error at end of input.'],
    [
      '"""\n      select count(*)\n        from claim_intake.claim\n    """',
      21,
      14,
      'Postgres refuses the statement: relation "claim_intake.claim" does not exist.',
    ],
    ['"""select \n  nothing """', 20, 3, 'Postgres refuses the statement: column "nothing" does not exist.'],
    [
      '"delete from claim_intake.claims returning 1"',
      19,
      77,
      'The statement is not a SELECT that only reads.',
    ],
    ['"select 0 limit $1"', 19, 92, 'The statement has a parameter, and nothing gives it a value.'],
  ])('%s is shown at its place', async (sql, line, column, message) => {
    expect(await linted.problemsOf(measure(sql))).toEqual([
      {
        ...{ file: settledClaim, line, column },
        rule: 'quality-sql',
        message: `Measure negative: ${message}`,
        fix: expect.stringMatching(/./),
      },
    ]);
  });

  it('is placed at the argument where a line is made by an escape', async () => {
    expect(await linted.problemsOf(measure('"select\\nnothing"'))).toMatchObject([{ line: 19, column: 77 }]);
  });
});
