import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('qualityMeasure', () => {
  it('refuses two measures of one name', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(by: "region")\n  @quality(id: "negative", description: "Share of claims without a region", sql: "select 1", mustBeLessThan: 0.5)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt(
        'quality-measure',
        files,
        fixturePaths.settledClaim,
        '@quality(id: "negative", description: "Share of claims below',
      ),
    ]);
  });

  it('refuses a limit that is no number', () => {
    const files = editedProject(fixturePaths.settledClaim, 'mustBeLessThan: 0.01', 'mustBeLessThan: 1e400');
    expect(problemsOf(files)).toEqual([
      problemAt('quality-measure', files, fixturePaths.settledClaim, '@quality('),
    ]);
  });
});
