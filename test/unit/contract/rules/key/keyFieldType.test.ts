import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('keyFieldType', () => {
  it('refuses a key that is written in several ways', () => {
    const base = editedProject(fixturePaths.claimDossier, 'claimId: ID!', 'claimId: Decimal!');
    const files = editedProject(fixturePaths.settledClaim, 'by: "claimId")', 'by: "claim_ref")', base);
    expect(problemsOf(files)).toEqual([
      problemAt('key-field-type', files, fixturePaths.claimDossier, 'claimId: Decimal!'),
    ]);
  });

  it('refuses a list', () => {
    const files = editedProject(fixturePaths.product, 'office: ID!', 'office: [ID!]!');
    expect(problemsOf(files)).toEqual([
      problemAt('key-field-type', files, fixturePaths.product, 'office: [ID!]!'),
    ]);
  });

  it('takes a number', () => {
    const base = editedProject(fixturePaths.claimDossier, 'claimId: ID!', 'claimId: BigInt!');
    const files = editedProject(fixturePaths.settledClaim, 'by: "claimId")', 'by: "claim_ref")', base);
    expect(problemsOf(files)).toEqual([]);
  });

  it('takes an enum and a time as identity of a product', () => {
    const files = editedProject(
      fixturePaths.product,
      '@key(fields: "claimId")',
      '@key(fields: "claimId currency reportedAt")',
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
