import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('rowPolicyField', () => {
  it('refuses a field that there is not', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(by: "region")\n  @rowsOf(field: "holder", claim: "holder")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('row-policy-field', files, fixturePaths.settledClaim, '@rowsOf('),
    ]);
  });

  it('refuses a field that is no text', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(by: "region")\n  @rowsOf(field: "riskScore", claim: "holder")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('row-policy-field', files, fixturePaths.settledClaim, '@rowsOf('),
    ]);
  });

  it('takes texts', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(by: "region")\n  @rowsOf(field: "oldReference", claim: "holder")',
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
