import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('indexFields', () => {
  it('refuses a field that there is not', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '["region", "settledAt"]',
      '["region", "closedAt"]',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('index-fields', files, fixturePaths.settledClaim, '@index('),
    ]);
  });

  it('refuses a field that cannot be compared', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '["region", "settledAt"]',
      '["region", "payments"]',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('index-fields', files, fixturePaths.settledClaim, '@index('),
    ]);
  });

  it('refuses an index over one field', () => {
    const files = editedProject(fixturePaths.settledClaim, '["region", "settledAt"]', '["region", "region"]');
    expect(problemsOf(files)).toEqual([
      problemAt('index-fields', files, fixturePaths.settledClaim, '@index('),
    ]);
  });
});
