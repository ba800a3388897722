import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('residencyField', () => {
  it('refuses a field that there is not', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(by: "area")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('residency-field', files, fixturePaths.settledClaim, '@residency('),
    ]);
  });

  it('refuses a field that is no region', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(by: "currency")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('residency-field', files, fixturePaths.settledClaim, '@residency('),
    ]);
  });

  it('refuses a masked field', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'region: Region',
      'region: Region @mask(strategy: NULLIFY)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('residency-field', files, fixturePaths.settledClaim, '@residency('),
    ]);
  });

  it('refuses a field for some purposes only', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'region: Region',
      'region: Region @purpose(allow: [FRAUD_REVIEW])',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('residency-field', files, fixturePaths.settledClaim, '@residency('),
    ]);
  });
});
