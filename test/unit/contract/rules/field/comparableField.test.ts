import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('comparableField', () => {
  it('refuses to filter by a list', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'payments: [Payment!]! @classified(as: CONFIDENTIAL)',
      'payments: [Payment!]! @classified(as: CONFIDENTIAL) @filterable',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('comparable-field', files, fixturePaths.settledClaim, 'payments: ['),
    ]);
  });

  it('refuses to sort by an object', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'locality: Locality',
      'locality: Locality @sortable',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('comparable-field', files, fixturePaths.settledClaim, 'locality: Locality'),
    ]);
  });

  it('refuses to filter by JSON', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: JSON @filterable',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('comparable-field', files, fixturePaths.settledClaim, 'oldReference: JSON'),
    ]);
  });

  it('refuses to sort by a duration', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReference: Duration @sortable',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('comparable-field', files, fixturePaths.settledClaim, 'oldReference: Duration'),
    ]);
  });

  it('takes a BigInt', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'riskScore: Int',
      'riskScore: BigInt @filterable @sortable',
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
