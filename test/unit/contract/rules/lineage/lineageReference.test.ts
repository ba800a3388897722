import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('lineageReference', () => {
  it('refuses claim_intake.claims.paid', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'claim_intake.claims.paidAmount',
      'claim_intake.claims.paid',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('lineage-reference', files, fixturePaths.settledClaim, '@lineage('),
    ]);
  });

  it('refuses claim_intake.claim.paidAmount', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'claim_intake.claims.paidAmount',
      'claim_intake.claim.paidAmount',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('lineage-reference', files, fixturePaths.settledClaim, '@lineage('),
    ]);
  });

  it('refuses intake.claims.paidAmount', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'claim_intake.claims.paidAmount',
      'intake.claims.paidAmount',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('lineage-reference', files, fixturePaths.settledClaim, '@lineage('),
    ]);
  });

  it('refuses claim_balance.diff', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'claim_intake.claims.paidAmount',
      'claim_balance.diff',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('lineage-reference', files, fixturePaths.settledClaim, '@lineage('),
    ]);
  });

  it('refuses paidAmount', () => {
    const files = editedProject(fixturePaths.settledClaim, 'claim_intake.claims.paidAmount', 'paidAmount');
    expect(problemsOf(files)).toEqual([
      problemAt('lineage-reference', files, fixturePaths.settledClaim, '@lineage('),
    ]);
  });

  it('refuses claim_intake.claims.paidAmount.cents', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'claim_intake.claims.paidAmount',
      'claim_intake.claims.paidAmount.cents',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('lineage-reference', files, fixturePaths.settledClaim, '@lineage('),
    ]);
  });

  it('takes claim_intake.claims.paid_amount', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'claim_intake.claims.paidAmount',
      'claim_intake.claims.paid_amount',
    );
    expect(problemsOf(files)).toEqual([]);
  });

  it('takes claim_intake.claims', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'claim_intake.claims.paidAmount',
      'claim_intake.claims',
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
