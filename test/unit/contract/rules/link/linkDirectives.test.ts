import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('linkDirectives', () => {
  it('refuses a mask on a link', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@link(to: "claim_dossier@1", by: "claimId")',
      '@link(to: "claim_dossier@1", by: "claimId") @mask(strategy: NULLIFY)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('link-directives', files, fixturePaths.settledClaim, 'dossier: ClaimDossier'),
    ]);
  });

  it('refuses to filter by a link', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@link(to: "claim_dossier@1", by: "claimId")',
      '@link(to: "claim_dossier@1", by: "claimId") @filterable',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('link-directives', files, fixturePaths.settledClaim, 'dossier: ClaimDossier'),
    ]);
  });
});
