import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('widthOfBucket', () => {
  it('refuses a width of another mask', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@mask(strategy: EMAIL,',
      '@mask(strategy: EMAIL, width: "4",',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('width-of-bucket', files, fixturePaths.settledClaim, '@mask('),
    ]);
  });
});
