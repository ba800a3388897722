import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('linkBy', () => {
  it('refuses what is no name', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@link(to: "claim_dossier@1", by: "claimId")',
      '@link(to: "claim_dossier@1", by: "claims.claim_id")',
    );
    expect(problemsOf(files)).toEqual([problemAt('link-by', files, fixturePaths.settledClaim, '@link(')]);
  });

  it('takes a column of the SELECT that is no field', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@link(to: "claim_dossier@1", by: "claimId")',
      '@link(to: "claim_dossier@1", by: "hidden_reference")',
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
