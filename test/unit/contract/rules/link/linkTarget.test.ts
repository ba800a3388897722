import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('linkTarget', () => {
  it('refuses a contract version that there is not', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@link(to: "claim_dossier@1", by: "claimId")',
      '@link(to: "claim_dossier@2", by: "claimId")',
    );
    expect(problemsOf(files)).toEqual([problemAt('link-target', files, fixturePaths.settledClaim, '@link(')]);
  });
});
