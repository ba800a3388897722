import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('linkKeyType', () => {
  it('refuses a number for a text', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@link(to: "claim_dossier@1", by: "claimId")',
      '@link(to: "claim_dossier@1", by: "riskScore")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('link-key-type', files, fixturePaths.settledClaim, '@link('),
    ]);
  });
});
