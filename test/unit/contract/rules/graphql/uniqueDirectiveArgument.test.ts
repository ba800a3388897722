import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('uniqueDirectiveArgument', () => {
  it('refuses the same argument twice', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(by: "region", by: "region")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('repeated-directive-argument', files, fixturePaths.settledClaim, '@residency('),
    ]);
  });
});
