import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('classifiedField', () => {
  it('refuses an unclassified field of a contract', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'riskScore: Int @classified(as: RESTRICTED)',
      'riskScore: Int',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unclassified-field', files, fixturePaths.settledClaim, 'riskScore: Int'),
    ]);
  });

  it('refuses an unclassified field of a nested type', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'sentAt: DateTime! @classified(as: INTERNAL)',
      'sentAt: DateTime!',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unclassified-field', files, fixturePaths.settledClaim, 'sentAt: DateTime!'),
    ]);
  });

  it('refuses an unclassified field of a shared type', () => {
    const files = editedProject(
      fixturePaths.shared,
      'town: String @classified(as: INTERNAL)',
      'town: String',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unclassified-field', files, fixturePaths.shared, 'town: String'),
    ]);
  });

  it('asks nothing of products, whose fields count as RESTRICTED', () => {
    const files = editedProject(
      fixturePaths.product,
      'claimId: ID! @classified(as: INTERNAL)',
      'claimId: ID!',
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
