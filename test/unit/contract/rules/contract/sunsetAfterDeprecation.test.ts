import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('sunsetAfterDeprecation', () => {
  it('refuses a sunset that leaves no time', () => {
    const base = editedProject(
      fixturePaths.settledClaim,
      'tier: ENTERPRISE',
      'tier: ENTERPRISE\n    status: DEPRECATED',
    );
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(by: "region")\n  @sunset(deprecatedOn: "2029-09-01", on: "2029-09-01")',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('sunset-after-deprecation', files, fixturePaths.settledClaim, '@sunset('),
    ]);
  });
});
