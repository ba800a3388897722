import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createLintedDatabase, type LintedDatabase } from '../../../support/lintedDatabase.ts';
import { editedProject, fixturePaths } from '../../../support/projectFixture.ts';

let linted: LintedDatabase;
beforeAll(async () => {
  linted = await createLintedDatabase();
});
afterAll(() => linted.drop());

const { settledClaim, settledClaimSql, reconciliation, resolveSql, exceptionsSql } = fixturePaths;

it("refuses a list of a contract's SELECT as what @derivedFrom goes by", async () => {
  const files = editedProject(settledClaimSql, '  claims.office,', '  array[claims.office] as office,');
  expect(await linted.problemsOf(files)).toContainEqual(
    expect.objectContaining({
      file: settledClaim,
      rule: 'derived-from-list',
      message: `@derivedFrom goes by office, which is a list in ${settledClaimSql}.`,
      fix: expect.stringContaining('one value'),
    }),
  );
});

it("refuses an assertion's list too", async () => {
  const towns = editedProject(
    reconciliation,
    '  difference: Decimal\n',
    '  difference: Decimal\n  "Where it happened."\n  town: [String!]!\n',
    editedProject(
      reconciliation,
      'by: "claim_id") {',
      'by: "claim_id") @derivedFrom(product: "claim_intake.claims", by: "town") {',
    ),
  );
  const files = editedProject(resolveSql, ' as difference', ' as difference, array[town] as town', towns);
  expect(await linted.problemsOf(files)).toContainEqual(
    expect.objectContaining({
      file: reconciliation,
      rule: 'derived-from-list',
      message: `@derivedFrom goes by town, which is a list in ${resolveSql}.`,
    }),
  );
});

it('but a column of lists of exceptions.sql reaches rows, beside one by which changes find them', async () => {
  const files = editedProject(
    exceptionsSql,
    ' as detail, claim_id',
    ' as detail, town, array[claim_id] as claim_id',
    editedProject(reconciliation, 'by: "claim_id") {', 'by: "town") {'),
  );
  expect(await linted.problemsOf(files)).toEqual([]);
});
