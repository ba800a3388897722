import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('knownDirectiveArgument', () => {
  it('refuses an argument that the directive does not have', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(by: "region", of: "row")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-directive-argument', files, fixturePaths.settledClaim, 'of: "row"'),
    ]);
  });
});
