import { describe, expect, it } from '@jest/globals';
import { compileProject } from '../../../../../src/contract/compileProject.ts';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('derivedFromColumn', () => {
  it('refuses a column that the table does not have', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@derivedFrom(product: "claim_intake.claims", by: "claim_id")',
      '@derivedFrom(product: "claim_intake.claims", by: "claim_key")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('derived-from-column', files, fixturePaths.settledClaim, '"claim_key"'),
    ]);
  });

  it('refuses the name of a field', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@derivedFrom(product: "claim_intake.claims", by: "claim_id")',
      '@derivedFrom(product: "claim_intake.claims", by: "claimId")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('derived-from-column', files, fixturePaths.settledClaim, 'by: "claimId")\n  @derived'),
    ]);
  });

  it.each(['claimId, office', 'claim_id office'])('refuses "%s", which is more than one', (by) => {
    const from = '@derivedFrom(product: "claim_intake.claims", by: ';
    const files = editedProject(fixturePaths.settledClaim, `${from}"claim_id")`, `${from}"${by}")`);
    const [first, second] = by.split(/\W+/);
    expect(compileProject(files)).toMatchObject({
      problems: [
        { rule: 'derived-from-column', message: `"by" names several columns: ${first} and ${second}.` },
      ],
    });
  });

  it("leaves a reconciliation's columns to the database", () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '(reconciliation: "claim_balance", by: "claim_id")',
      '(reconciliation: "claim_balance", by: "office")',
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
