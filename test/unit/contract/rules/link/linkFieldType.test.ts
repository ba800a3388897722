import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('linkFieldType', () => {
  it('refuses another type', () => {
    const files = editedProject(fixturePaths.settledClaim, 'dossier: ClaimDossier', 'dossier: Dossier');
    expect(problemsOf(files)).toEqual([
      problemAt('link-field-type', files, fixturePaths.settledClaim, 'dossier: Dossier'),
    ]);
  });

  it('refuses a type with its version', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'dossier: ClaimDossier',
      'dossier: ClaimDossierV1',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('link-field-type', files, fixturePaths.settledClaim, 'dossier: ClaimDossierV1'),
    ]);
  });

  it('refuses a promise that there is a row', () => {
    const files = editedProject(fixturePaths.settledClaim, 'dossier: ClaimDossier', 'dossier: ClaimDossier!');
    expect(problemsOf(files)).toEqual([
      problemAt('link-field-type', files, fixturePaths.settledClaim, 'dossier: ClaimDossier!'),
    ]);
  });

  it('refuses a list', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'dossier: ClaimDossier',
      'dossier: [ClaimDossier!]',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('link-field-type', files, fixturePaths.settledClaim, 'dossier: ['),
    ]);
  });
});
