import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('knownPurpose', () => {
  it('refuses an unknown purpose of a contract', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'purposes: [FINANCIAL_CLOSE, FRAUD_REVIEW]',
      'purposes: [FINANCIAL_CLOSE, FRAUD]',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-purpose', files, fixturePaths.settledClaim, 'purposes: ['),
    ]);
  });

  it('refuses an unknown purpose of a mask', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@mask(strategy: EMAIL, clearFor: [FRAUD_REVIEW])',
      '@mask(strategy: EMAIL, clearFor: [FRAUD])',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-purpose', files, fixturePaths.settledClaim, 'clearFor: ['),
    ]);
  });

  it('refuses an unknown purpose of a field', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@purpose(allow: [FRAUD_REVIEW])',
      '@purpose(allow: [FRAUD])',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-purpose', files, fixturePaths.settledClaim, '@purpose('),
    ]);
  });
});
