import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('sunsetWithStatus', () => {
  it('refuses a deprecated contract without a sunset', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'tier: ENTERPRISE',
      'tier: ENTERPRISE\n    status: DEPRECATED',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('sunset-with-status', files, fixturePaths.settledClaim, '@contract('),
    ]);
  });

  it('refuses a sunset of an active contract', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(by: "region")\n  @sunset(deprecatedOn: "2026-09-01", on: "2029-09-01")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('sunset-with-status', files, fixturePaths.settledClaim, '@sunset('),
    ]);
  });

  it('takes both together', () => {
    const base = editedProject(
      fixturePaths.settledClaim,
      'tier: ENTERPRISE',
      'tier: ENTERPRISE\n    status: DEPRECATED',
    );
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(by: "region")\n  @sunset(deprecatedOn: "2026-09-01", on: "2029-09-01")',
      base,
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
