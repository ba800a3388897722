import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('uniqueDirective', () => {
  it('refuses the same directive twice', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(by: "region") @residency(by: "outcome")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('repeated-directive', files, fixturePaths.settledClaim, '@residency(by: "outcome")'),
    ]);
  });

  it('takes those that are made to be repeated', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@index(fields: ["region", "settledAt"])',
      '@index(fields: ["region", "settledAt"]) @index(fields: ["outcome", "settledAt"])',
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
