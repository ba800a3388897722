import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('oneReconciliationType', () => {
  it('refuses a file without an assertion', () => {
    const files = editedProject(
      fixturePaths.reconciliation,
      '  @reconciliation(owner: "claims-data", authority: "The ledger decides; the intake only asks.")\n  @key(fields: "claimId")\n  @derivedFrom(product: "claim_intake.claims", by: "claim_id")',
      '',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('one-reconciliation-type', files, fixturePaths.reconciliation),
    ]);
  });

  it('refuses two of them', () => {
    const files = editedProject(
      fixturePaths.reconciliation,
      '"Cases that somebody',
      '"Another one on the same claims."\ntype ClaimLimit @reconciliation(owner: "x", authority: "y") {\n  "The claim that is judged."\n  claimId: ID!\n}\n\n"Cases that somebody',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('one-reconciliation-type', files, fixturePaths.reconciliation, 'type ClaimLimit'),
    ]);
  });
});
