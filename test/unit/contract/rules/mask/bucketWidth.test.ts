import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('bucketWidth', () => {
  it('refuses a bucket without a width', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Int! @mask(strategy: BUCKET)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('bucket-width', files, fixturePaths.settledClaim, 'oldReference: Int!'),
    ]);
  });

  it('refuses width 0 for Int', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Int! @mask(strategy: BUCKET, width: "0")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('bucket-width', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('refuses width -5 for Decimal', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Decimal! @mask(strategy: BUCKET, width: "-5")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('bucket-width', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('refuses width 0.0 for Decimal', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Decimal! @mask(strategy: BUCKET, width: "0.0")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('bucket-width', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('refuses width 2.5 for Int', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Int! @mask(strategy: BUCKET, width: "2.5")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('bucket-width', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });

  it('refuses width ten for Float', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Float! @mask(strategy: BUCKET, width: "ten")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('bucket-width', files, fixturePaths.settledClaim, 'oldReference: '),
    ]);
  });
});
