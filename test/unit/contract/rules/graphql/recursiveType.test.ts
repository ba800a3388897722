import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('recursiveType', () => {
  it('refuses a type that contains itself', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '  "How much it was, in the currency of the claim."',
      '  "Transfers that were merged into it."\n  merged: [Payment!] @classified(as: INTERNAL)\n  "How much it was, in the currency of the claim."',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('recursive-type', files, fixturePaths.settledClaim, 'type Payment'),
    ]);
  });

  it('refuses types that contain each other', () => {
    const base = editedProject(
      fixturePaths.shared,
      '  "Name of the town, in its own language."',
      '  "What surrounds it."\n  district: District @classified(as: INTERNAL)\n  "Name of the town, in its own language."',
    );
    const files = editedProject(
      fixturePaths.shared,
      '"Where something happened',
      '"Several towns that are governed as one."\ntype District {\n  "Where its council sits."\n  capital: Locality @classified(as: INTERNAL)\n}\n\n"Where something happened',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('recursive-type', files, fixturePaths.shared, 'type District'),
      problemAt('recursive-type', files, fixturePaths.shared, 'type Locality'),
    ]);
  });
});
