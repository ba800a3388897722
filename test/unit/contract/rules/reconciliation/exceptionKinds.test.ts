import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('exceptionKinds', () => {
  it('refuses a reconciliation where nothing is uncertain', () => {
    const files = editedProject(
      fixturePaths.reconciliation,
      ' @exception(owner: "claims-data", severity: HIGH, dueWithin: "P3D")',
      '',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('exception-kinds', files, fixturePaths.reconciliation, 'type ClaimBalance'),
    ]);
  });

  it('refuses a value without its owner among exceptions', () => {
    const files = editedProject(
      fixturePaths.reconciliation,
      '  "We paid more',
      '  "We paid nothing although it was due."\n  UNPAID\n  "We paid more',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('exception-kinds', files, fixturePaths.reconciliation, '  UNPAID'),
    ]);
  });

  it('refuses a kind twice', () => {
    const files = editedProject(
      fixturePaths.reconciliation,
      '"Cases that somebody must look at."',
      '"Cases that somebody has looked at."\nenum Seen {\n  "It was paid back."\n  PAID_TOO_MUCH @exception(owner: "claims-data", severity: LOW, dueWithin: "P3D")\n}\n\n"Cases that somebody must look at."',
    );
    expect(problemsOf(files)).toEqual([
      problemAt(
        'exception-kinds',
        files,
        fixturePaths.reconciliation,
        'PAID_TOO_MUCH @exception(owner: "claims-data", severity: HIGH',
      ),
    ]);
  });
});
