import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const withAbout = (path: string) =>
  editedProject(fixturePaths.reconciliation, 'dueWithin: "P3D")', `dueWithin: "P3D", about: ["${path}"])`);

describe('exceptionAbout', () => {
  it.each([
    'claim_intake.claims.holderEmail',
    'claim_intake.claims.holder_email',
    'claim_balance.difference',
  ])('takes a field: %s', (path) => {
    expect(problemsOf(withAbout(path))).toEqual([]);
  });

  it.each([
    'claim_intake.claims',
    'claim_intake.claims.nobody',
    'claim_balance.nothing',
    'claim_balance',
    'settled_claim.v1.claimId',
    '',
  ])('refuses what is no field: "%s"', (path) => {
    const files = withAbout(path);
    expect(problemsOf(files)).toEqual([
      problemAt('exception-about', files, fixturePaths.reconciliation, 'PAID_TOO_MUCH @exception'),
    ]);
  });
});
