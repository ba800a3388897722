import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { projectFixture } from '../../../../support/projectFixture.ts';

describe('usedSourceFile', () => {
  it('refuses a file that no table reads', () => {
    const files = projectFixture({ 'schema/products/claim_intake/branches.csv': 'branch\n' });
    expect(problemsOf(files)).toEqual([
      problemAt('unused-source-file', files, 'schema/products/claim_intake/branches.csv'),
    ]);
  });
});
