import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('usedType', () => {
  it('refuses a type that the contract does not use', () => {
    const files = editedProject(fixturePaths.settledClaim, 'outcome: ClaimOutcome!', 'outcome: String!');
    expect(problemsOf(files)).toEqual([
      problemAt('unused-type', files, fixturePaths.settledClaim, 'enum ClaimOutcome'),
    ]);
  });
});
