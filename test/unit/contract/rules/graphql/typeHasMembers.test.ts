import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('typeHasMembers', () => {
  it('refuses a type without fields', () => {
    const base = editedProject(
      fixturePaths.settledClaim,
      '  "The whole file on the case."',
      '  "What came later."\n  later: [Nothing!] @classified(as: PUBLIC)\n  "The whole file on the case."',
    );
    const files = editedProject(
      fixturePaths.settledClaim,
      '"How a claim can be decided."',
      '"There is none."\ntype Nothing\n\n"How a claim can be decided."',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('empty-type', files, fixturePaths.settledClaim, 'type Nothing'),
    ]);
  });

  it('refuses an enum without values', () => {
    const base = editedProject(
      fixturePaths.settledClaim,
      '  "The whole file on the case."',
      '  "What came later."\n  later: Nothing @classified(as: PUBLIC)\n  "The whole file on the case."',
    );
    const files = editedProject(
      fixturePaths.settledClaim,
      '"How a claim can be decided."',
      '"There is none."\nenum Nothing\n\n"How a claim can be decided."',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('empty-type', files, fixturePaths.settledClaim, 'enum Nothing'),
    ]);
  });
});
