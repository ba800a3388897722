import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('derivedFromPresent', () => {
  it('refuses a SELECT that says nothing of its sources', () => {
    const base = editedProject(
      fixturePaths.settledClaim,
      '  @derivedFrom(product: "claim_intake.claims", by: "claim_id")\n  @derivedFrom(product: "claim_intake.offices", by: "office")\n',
      '',
    );
    const files = editedProject(
      fixturePaths.settledClaim,
      '  @derivedFrom(reconciliation: "claim_balance", by: "claim_id")\n',
      '',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('derived-from-missing', files, fixturePaths.settledClaim, 'type SettledClaim'),
    ]);
  });

  it('refuses a reconciliation that does not', () => {
    const files = editedProject(
      fixturePaths.reconciliation,
      '\n  @derivedFrom(product: "claim_intake.claims", by: "claim_id")',
      '',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('derived-from-missing', files, fixturePaths.reconciliation, 'type ClaimBalance'),
    ]);
  });
});
