import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('uniqueMemberName', () => {
  it('refuses a field that stands twice', () => {
    const files = editedProject(fixturePaths.settledClaim, 'riskScore: Int', 'currency: Int');
    expect(problemsOf(files)).toEqual([
      problemAt('repeated-member-name', files, fixturePaths.settledClaim, 'currency: Int'),
    ]);
  });

  it('refuses an enum value that stands twice', () => {
    const files = editedProject(fixturePaths.settledClaim, '  REDUCED @', '  PAID_IN_PART @');
    expect(problemsOf(files)).toEqual([
      problemAt('repeated-member-name', files, fixturePaths.settledClaim, '  PAID_IN_PART @'),
    ]);
  });
});
