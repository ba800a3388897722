import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('uniqueTypeName', () => {
  it('refuses the same name twice in a file', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '"One transfer of money',
      '"A sum of money."\ntype Payment {\n  "Who sent it to them."\n  sender: String @classified(as: INTERNAL)\n}\n\n"One transfer of money',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('repeated-type-name', files, fixturePaths.settledClaim, 'type Payment {\n  "When'),
    ]);
  });

  it('refuses the name of a shared type', () => {
    const base = editedProject(fixturePaths.settledClaim, 'enum ClaimOutcome', 'enum Currency');
    const files = editedProject(
      fixturePaths.settledClaim,
      'outcome: ClaimOutcome!',
      'outcome: Currency!',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('repeated-type-name', files, fixturePaths.settledClaim, 'enum Currency'),
    ]);
  });

  it('refuses a name of the vocabulary', () => {
    const base = editedProject(fixturePaths.settledClaim, 'enum ClaimOutcome', 'enum Severity');
    const files = editedProject(
      fixturePaths.settledClaim,
      'outcome: ClaimOutcome!',
      'outcome: Severity!',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('repeated-type-name', files, fixturePaths.settledClaim, 'enum Severity'),
    ]);
  });

  it("refuses a scalar's name", () => {
    const base = editedProject(fixturePaths.settledClaim, 'enum ClaimOutcome', 'enum Duration');
    const files = editedProject(
      fixturePaths.settledClaim,
      'outcome: ClaimOutcome! @classified(as: INTERNAL) @filterable',
      'outcome: Duration! @classified(as: INTERNAL)',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('repeated-type-name', files, fixturePaths.settledClaim, 'enum Duration'),
    ]);
  });
});
