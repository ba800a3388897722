import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('keyFieldNonNull', () => {
  it('refuses a key that may be null', () => {
    const files = editedProject(fixturePaths.claimDossier, 'claimId: ID!', 'claimId: ID');
    expect(problemsOf(files)).toEqual([
      problemAt('key-field-nullable', files, fixturePaths.claimDossier, 'claimId: ID '),
    ]);
  });
});
