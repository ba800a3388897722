import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('fieldPurposes', () => {
  it('refuses a mask that is lifted for a purpose the contract does not have', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'clearFor: [FRAUD_REVIEW]',
      'clearFor: [CLAIM_HANDLING]',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('field-purposes', files, fixturePaths.settledClaim, '@mask('),
    ]);
  });

  it('refuses a field for a purpose the contract does not have', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@purpose(allow: [FRAUD_REVIEW])',
      '@purpose(allow: [FRAUD_REVIEW, CLAIM_HANDLING])',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('field-purposes', files, fixturePaths.settledClaim, '@purpose('),
    ]);
  });
});
