import { describe, expect, it } from '@jest/globals';
import { assertProject } from '../../../../../src/contract/assertProject.ts';
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

  it.each(['@residency', '@residency(by: null)', '@residency(by: "region", in: NORTH)'])(
    'refuses %s, which is not exactly one of the two',
    (residency) => {
      const files = editedProject(fixturePaths.settledClaim, '@residency(by: "region")', residency);
      expect(problemsOf(files)).toEqual([
        problemAt('residency-field', files, fixturePaths.settledClaim, '@residency'),
      ]);
    },
  );

  it('takes one region for all rows', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(in: NORTH)',
    );
    expect(problemsOf(files)).toEqual([]);
    const declared = assertProject(files).contracts.find(({ id }) => id === 'settled_claim@1');
    expect([declared?.residesIn, declared?.residency]).toEqual(['NORTH', undefined]);
  });

  it.each(['WEST', '"NORTH"'])('leaves it to the check of values that %s is no region', (region) => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      `@residency(in: ${region})`,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('directive-argument-value', files, fixturePaths.settledClaim, '@residency('),
    ]);
  });
});
