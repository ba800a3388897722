import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('requiredDirectiveArgument', () => {
  it('refuses a directive without an argument that it needs', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@lineage(from: ["claim_intake.claims.paidAmount", "claim_balance.difference"])',
      '@lineage',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('missing-directive-argument', files, fixturePaths.settledClaim, '@lineage'),
    ]);
  });
});
