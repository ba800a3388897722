import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('linkKey', () => {
  it('refuses more parts than the key has', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@link(to: "claim_dossier@1", by: "claimId")',
      '@link(to: "claim_dossier@1", by: "claimId oldReference")',
    );
    expect(problemsOf(files)).toEqual([problemAt('link-key', files, fixturePaths.settledClaim, '@link(')]);
  });

  it('refuses none', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@link(to: "claim_dossier@1", by: "claimId")',
      '@link(to: "claim_dossier@1", by: "")',
    );
    expect(problemsOf(files)).toEqual([problemAt('link-key', files, fixturePaths.settledClaim, '@link(')]);
  });
});
