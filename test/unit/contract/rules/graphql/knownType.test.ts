import { describe, expect, it } from '@jest/globals';
import { compileProject } from '../../../../../src/contract/compileProject.ts';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('knownType', () => {
  it('refuses a type that is declared nowhere', () => {
    const files = editedProject(fixturePaths.settledClaim, 'riskScore: Int', 'riskScore: Score');
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-type', files, fixturePaths.settledClaim, 'riskScore: Score'),
    ]);
  });

  it.each([
    ['Strin', 'String'],
    ['Regoin', 'Region'],
  ])('says what %s may have meant', (written, meant) => {
    const files = editedProject(fixturePaths.settledClaim, 'riskScore: Int', `riskScore: ${written}`);
    expect(compileProject(files)).toMatchObject({
      problems: [{ message: `Type ${written} does not exist. Did you mean "${meant}"?` }],
    });
  });

  it('refuses the type of another contract without a link', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'dossier: ClaimDossier @link(to: "claim_dossier@1", by: "claimId")',
      'dossier: ClaimDossier @classified(as: INTERNAL)',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-type', files, fixturePaths.settledClaim, 'dossier: ClaimDossier'),
    ]);
  });

  it('looks into products and nested types too', () => {
    const base = editedProject(fixturePaths.product, 'office: String', 'office: Place');
    const files = editedProject(fixturePaths.settledClaim, 'sentAt: DateTime!', 'sentAt: Moment!', base);
    expect(problemsOf(files)).toEqual([
      problemAt('unknown-type', files, fixturePaths.settledClaim, 'sentAt: Moment!'),
      problemAt('unknown-type', files, fixturePaths.product, 'office: Place'),
    ]);
  });
});
