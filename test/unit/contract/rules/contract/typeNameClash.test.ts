import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('typeNameClash', () => {
  it('refuses one name for two contracts', () => {
    const base = editedProject(fixturePaths.claimDossier, 'type ClaimDossier', 'type SettledClaim');
    const files = editedProject(
      fixturePaths.settledClaim,
      'dossier: ClaimDossier',
      'dossier: SettledClaim',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('type-name-clash', files, fixturePaths.settledClaim, 'type SettledClaim'),
    ]);
  });

  it('refuses the name of a shared type after suffixing', () => {
    const base = editedProject(fixturePaths.shared, 'type Locality', 'type PaymentV1');
    const files = editedProject(fixturePaths.settledClaim, 'locality: Locality', 'locality: PaymentV1', base);
    expect(problemsOf(files)).toEqual([
      problemAt('type-name-clash', files, fixturePaths.settledClaim, 'type Payment'),
    ]);
  });

  it('refuses a shared type with the name of what is made for a contract', () => {
    const base = editedProject(fixturePaths.shared, 'type Locality', 'type SettledClaimV1Where');
    const files = editedProject(
      fixturePaths.settledClaim,
      'locality: Locality',
      'locality: SettledClaimV1Where',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('type-name-clash', files, fixturePaths.settledClaim, 'type SettledClaim'),
    ]);
  });
});
