import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('directiveArgumentValue', () => {
  it('refuses a value that its enum does not have', () => {
    const files = editedProject(fixturePaths.settledClaim, 'tier: ENTERPRISE', 'tier: ENTERPRIZE');
    expect(problemsOf(files)).toEqual([
      problemAt('directive-argument-value', files, fixturePaths.settledClaim, 'tier: ENTERPRIZE'),
    ]);
  });

  it('refuses a value of another type', () => {
    const files = editedProject(fixturePaths.settledClaim, '@residency(by: "region")', '@residency(by: 3)');
    expect(problemsOf(files)).toEqual([
      problemAt('directive-argument-value', files, fixturePaths.settledClaim, 'by: 3'),
    ]);
  });

  it('refuses every one of several wrong values', () => {
    const base = editedProject(fixturePaths.settledClaim, 'tier: ENTERPRISE', 'tier: ENTERPRIZE');
    const files = editedProject(fixturePaths.settledClaim, 'settlement: SETTLED', 'settlement: 1', base);
    expect(problemsOf(files)).toEqual([
      problemAt('directive-argument-value', files, fixturePaths.settledClaim, 'tier: ENTERPRIZE'),
      problemAt('directive-argument-value', files, fixturePaths.settledClaim, 'settlement: 1'),
    ]);
  });
});
