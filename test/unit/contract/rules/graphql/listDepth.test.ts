import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('listDepth', () => {
  it('refuses lists of lists', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'payments: [Payment!]!',
      'payments: [[Payment!]!]!',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('list-depth', files, fixturePaths.settledClaim, 'payments: [['),
    ]);
  });
});
