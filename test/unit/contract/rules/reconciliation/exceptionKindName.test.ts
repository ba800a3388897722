import { expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

it('exceptionKindName refuses the name of what the gateway withholds', () => {
  const files = editedProject(fixturePaths.reconciliation, 'PAID_TOO_MUCH @', 'WITHHELD @');
  expect(problemsOf(files)).toEqual([
    problemAt('exception-kind-name', files, fixturePaths.reconciliation, 'WITHHELD @exception'),
  ]);
});
