import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('typeName', () => {
  it('refuses names that are not in PascalCase', () => {
    const base = editedProject(fixturePaths.settledClaim, 'enum ClaimOutcome', 'enum claim_outcome');
    const files = editedProject(
      fixturePaths.settledClaim,
      'outcome: ClaimOutcome!',
      'outcome: claim_outcome!',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('type-name', files, fixturePaths.settledClaim, 'enum claim_outcome'),
    ]);
  });

  it("refuses a shared type with the name of one of the gateway's own", () => {
    const base = editedProject(fixturePaths.shared, 'type Locality', 'type PageInfo');
    const files = editedProject(fixturePaths.settledClaim, 'locality: Locality', 'locality: PageInfo', base);
    expect(problemsOf(files)).toEqual([problemAt('type-name', files, fixturePaths.shared, 'type PageInfo')]);
  });

  it("refuses a shared type with a filter's name", () => {
    const base = editedProject(fixturePaths.shared, 'type Locality', 'type CurrencyFilter');
    const files = editedProject(
      fixturePaths.settledClaim,
      'locality: Locality',
      'locality: CurrencyFilter',
      base,
    );
    expect(problemsOf(files)).toEqual([
      problemAt('type-name', files, fixturePaths.shared, 'type CurrencyFilter'),
    ]);
  });

  it('takes such a name in a contract, where the version stands behind it', () => {
    const base = editedProject(fixturePaths.settledClaim, 'enum ClaimOutcome', 'enum SourceKind');
    const files = editedProject(
      fixturePaths.settledClaim,
      'outcome: ClaimOutcome!',
      'outcome: SourceKind!',
      base,
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
