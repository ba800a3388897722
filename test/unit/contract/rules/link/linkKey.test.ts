import { describe, expect, it } from '@jest/globals';
import { compileProject } from '../../../../../src/contract/compileProject.ts';
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

  it('lists what the key is made of and what is given', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@link(to: "claim_dossier@1", by: "claimId")',
      '@link(to: "claim_dossier@1", by: "claimId, oldReference")',
    );
    expect(compileProject(files)).toMatchObject({
      problems: [
        {
          message: 'The key of claim_dossier@1 is claimId, but "by" names claimId and oldReference.',
        },
      ],
    });
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
