import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('exceptionPlace', () => {
  it('refuses exceptions outside of reconciliations', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '  PAID_IN_FULL',
      '  PAID_IN_FULL @exception(owner: "x", severity: LOW, dueWithin: "P1D")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('exception-place', files, fixturePaths.settledClaim, 'PAID_IN_FULL @'),
    ]);
  });
});
