import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('columnName', () => {
  it('refuses two fields that would share a column', () => {
    const base = editedProject(fixturePaths.settledClaim, 'riskScore: Int', 'caseID: Int');
    const files = editedProject(fixturePaths.settledClaim, 'oldReference: String', 'caseId: String', base);
    expect(problemsOf(files)).toEqual([
      problemAt('column-name', files, fixturePaths.settledClaim, 'caseId: String'),
    ]);
  });

  it.each(['tableoid', 'ctid', 'xmax'])('refuses column %s, which every table has', (column) => {
    const files = editedProject(fixturePaths.settledClaim, 'oldReference: String', `${column}: String`);
    expect(problemsOf(files)).toEqual([
      problemAt('column-name', files, fixturePaths.settledClaim, `${column}: String`),
    ]);
    const product = editedProject(fixturePaths.product, 'town: String', `${column}: String`);
    expect(problemsOf(product)).toEqual([
      problemAt('column-name', product, fixturePaths.product, `${column}: String`),
    ]);
  });

  it('refuses a column that Postgres would cut', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'oldReference: String',
      'oldReferenceReferenceReferenceReferenceReferenceReferenceReference: String',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('column-name', files, fixturePaths.settledClaim, 'oldReferenceRef'),
    ]);
  });
});
