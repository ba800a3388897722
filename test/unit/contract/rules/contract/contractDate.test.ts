import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('contractDate', () => {
  it('refuses an end of service that is no day', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'tier: ENTERPRISE',
      'tier: ENTERPRISE\n    expires: "2027-02-30"',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('contract-date', files, fixturePaths.settledClaim, '@contract('),
    ]);
  });

  it('refuses dates of a sunset that are none', () => {
    const base = editedProject(
      fixturePaths.settledClaim,
      'tier: ENTERPRISE',
      'tier: ENTERPRISE\n    status: DEPRECATED',
    );
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(by: "region")\n  @sunset(deprecatedOn: "1 September", on: "2027-09-01T00:00:00Z")',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('contract-date', files, fixturePaths.settledClaim, '@sunset('),
      problemAt('contract-date', files, fixturePaths.settledClaim, '@sunset('),
    ]);
  });
});
