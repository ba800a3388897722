import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('maskYieldsNull', () => {
  it('refuses null for a field that is never null', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'outcome: ClaimOutcome!',
      'outcome: ClaimOutcome! @mask(strategy: NULLIFY)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('mask-yields-null', files, fixturePaths.settledClaim, 'outcome: ClaimOutcome!'),
    ]);
  });

  it('takes it on a nullable field of any type', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'locality: Locality',
      'locality: Locality @mask(strategy: NULLIFY)',
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
