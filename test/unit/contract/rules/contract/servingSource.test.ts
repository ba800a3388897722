import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('servingSource', () => {
  it('refuses an as-of beside a SELECT', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(by: "region")\n  @serving(asOf: "settled_at")',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('serving-source', files, fixturePaths.settledClaim, '@serving('),
    ]);
  });

  it('refuses an existing table without an as-of', () => {
    const files = editedProject(fixturePaths.claimDossier, ', asOf: "loaded_at"', '');
    expect(problemsOf(files)).toEqual([
      problemAt('serving-source', files, fixturePaths.claimDossier, '@serving('),
    ]);
  });

  it('refuses an existing table without its name', () => {
    const files = editedProject(fixturePaths.claimDossier, 'table: "archive.dossiers", ', '');
    expect(problemsOf(files)).toEqual([
      problemAt('serving-source', files, fixturePaths.claimDossier, '@serving('),
    ]);
  });

  it('refuses a contract with neither SELECT nor table', () => {
    const files = editedProject(
      fixturePaths.claimDossier,
      '  @serving(table: "archive.dossiers", topic: "archive.dossiers", format: DEBEZIUM, asOf: "loaded_at")',
      '',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('serving-source', files, fixturePaths.claimDossier, 'type ClaimDossier'),
    ]);
  });

  it('takes other names beside a SELECT', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      '@residency(by: "region")',
      '@residency(by: "region")\n  @serving(table: "contract.claims", topic: "claims")',
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
