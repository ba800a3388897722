import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('purposeAllowsSome', () => {
  it('refuses a field that is there for nobody', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@purpose(allow: [FRAUD_REVIEW])',
      '@purpose(allow: [])',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('purpose-allows-none', files, fixturePaths.settledClaim, '@purpose('),
    ]);
  });
});
