import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const { settledClaim } = fixturePaths;

function ending(on: string, expires: string) {
  const base = editedProject(
    settledClaim,
    'tier: ENTERPRISE',
    `tier: ENTERPRISE status: DEPRECATED expires: "${expires}"`,
  );
  const sunset = `@sunset(deprecatedOn: "2026-09-01", on: "${on}")`;
  return editedProject(settledClaim, '@residency(by: "region")', `@residency(by: "region") ${sunset}`, base);
}

describe('sunsetBeforeExpiry', () => {
  it('refuses a sunset after the last day of service', () => {
    const files = ending('2029-07-01', '2029-06-30');
    expect(problemsOf(files)).toEqual([problemAt('sunset-before-expiry', files, settledClaim, '@sunset(')]);
  });

  it('takes one on it, and before', () => {
    expect(problemsOf(ending('2029-06-30', '2029-06-30'))).toEqual([]);
    expect(problemsOf(ending('2029-06-29', '2029-06-30'))).toEqual([]);
  });

  it('leaves what is no date to its own rule', () => {
    expect(problemsOf(ending('2029-07-01', 'June')).map(({ rule }) => rule)).toEqual(['contract-date']);
  });
});
