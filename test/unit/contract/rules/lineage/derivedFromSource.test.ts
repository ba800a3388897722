import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('derivedFromSource', () => {
  it('refuses an unknown product', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@derivedFrom(product: "claim_intake.claims", by: "claim_id")',
      '@derivedFrom(product: "intake.claims", by: "claim_id")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('derived-from-source', files, fixturePaths.settledClaim, '"intake.claims"'),
    ]);
  });

  it('refuses an unknown table', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@derivedFrom(product: "claim_intake.claims", by: "claim_id")',
      '@derivedFrom(product: "claim_intake.claim", by: "claim_id")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('derived-from-source', files, fixturePaths.settledClaim, '"claim_intake.claim"'),
    ]);
  });

  it('refuses a product without a table', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@derivedFrom(product: "claim_intake.claims", by: "claim_id")',
      '@derivedFrom(product: "claim_intake", by: "claim_id")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('derived-from-source', files, fixturePaths.settledClaim, '"claim_intake"'),
    ]);
  });

  it('refuses an unknown reconciliation', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'reconciliation: "claim_balance"',
      'reconciliation: "balance"',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('derived-from-source', files, fixturePaths.settledClaim, '"balance"'),
    ]);
  });

  it('refuses both at once', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@derivedFrom(product: "claim_intake.claims", by: "claim_id")',
      '@derivedFrom(product: "claim_intake.claims", reconciliation: "claim_balance", by: "claim_id")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('derived-from-source', files, fixturePaths.settledClaim, 'claims", recon'),
    ]);
  });

  it('refuses neither', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@derivedFrom(product: "claim_intake.claims", by: "claim_id")',
      '@derivedFrom(by: "claim_id")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('derived-from-source', files, fixturePaths.settledClaim, '@derivedFrom(by'),
    ]);
  });

  it('refuses a reconciliation of a reconciliation', () => {
    const files = editedProject(
      fixturePaths.reconciliation,
      '@derivedFrom(product: "claim_intake.claims", by: "claim_id")',
      '@derivedFrom(product: "claim_intake.claims", by: "claim_id")\n  @derivedFrom(reconciliation: "claim_balance", by: "claim_id")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('derived-from-source', files, fixturePaths.reconciliation, '@derivedFrom(reconciliation'),
    ]);
  });
});
