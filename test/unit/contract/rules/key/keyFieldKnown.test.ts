import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('keyFieldKnown', () => {
  it('refuses a field that there is not', () => {
    const files = editedProject(
      fixturePaths.claimDossier,
      '@key(fields: "claimId")',
      '@key(fields: "dossierId")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('key-field-unknown', files, fixturePaths.claimDossier, '@key('),
    ]);
  });

  it('refuses the same field twice', () => {
    const base = editedProject(
      fixturePaths.settledClaim,
      '@key(fields: "claimId")',
      '@key(fields: "claimId claimId")',
    );
    const files = editedProject(
      fixturePaths.settledClaim,
      '@link(to: "claim_dossier@1", by: "claimId")',
      '@link(to: "claim_dossier@1", by: "claimId")',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('key-field-unknown', files, fixturePaths.settledClaim, '@key('),
    ]);
  });
});
