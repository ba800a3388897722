import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('slaPresent', () => {
  it('refuses a contract that does not say how fresh it is', () => {
    const files = editedProject(fixturePaths.claimDossier, '  @sla(freshness: "PT1M")\n', '');
    expect(problemsOf(files)).toEqual([
      problemAt('sla-missing', files, fixturePaths.claimDossier, 'type ClaimDossier'),
    ]);
  });
});
