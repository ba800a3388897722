import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('edgeExpires', () => {
  it('refuses an EDGE contract that does not expire', () => {
    const files = editedProject(fixturePaths.claimDossier, 'tier: DOMAIN', 'tier: EDGE');
    expect(problemsOf(files)).toEqual([
      problemAt('edge-expires', files, fixturePaths.claimDossier, '@contract('),
    ]);
  });

  it('takes one that does', () => {
    const files = editedProject(
      fixturePaths.claimDossier,
      'tier: DOMAIN',
      'tier: EDGE\n    expires: "2029-06-30"',
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
