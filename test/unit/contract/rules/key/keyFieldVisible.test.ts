import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('keyFieldVisible', () => {
  it('refuses a masked key', () => {
    const files = editedProject(
      fixturePaths.claimDossier,
      'claimId: ID!',
      'claimId: ID! @mask(strategy: HASH)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('key-field-hidden', files, fixturePaths.claimDossier, 'claimId: ID!'),
    ]);
  });

  it('refuses a key for some purposes only', () => {
    const files = editedProject(
      fixturePaths.claimDossier,
      'claimId: ID!',
      'claimId: ID! @purpose(allow: [FRAUD_REVIEW])',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('key-field-hidden', files, fixturePaths.claimDossier, 'claimId: ID!'),
    ]);
  });
});
