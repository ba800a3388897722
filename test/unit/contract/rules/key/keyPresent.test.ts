import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('keyPresent', () => {
  it('refuses a contract without a key', () => {
    const files = editedProject(fixturePaths.claimDossier, '  @key(fields: "claimId")\n', '');
    expect(problemsOf(files)).toEqual([
      problemAt('key-missing', files, fixturePaths.claimDossier, 'type ClaimDossier'),
    ]);
  });

  it('refuses an empty key', () => {
    const files = editedProject(fixturePaths.claimDossier, '@key(fields: "claimId")', '@key(fields: " ")');
    expect(problemsOf(files)).toEqual([
      problemAt('key-missing', files, fixturePaths.claimDossier, 'type ClaimDossier'),
    ]);
  });

  it('refuses a product table without a key', () => {
    const files = editedProject(fixturePaths.product, '  @key(fields: "office")\n', '');
    expect(problemsOf(files)).toEqual([problemAt('key-missing', files, fixturePaths.product, 'type Office')]);
  });

  it('refuses an assertion without a key', () => {
    const files = editedProject(fixturePaths.reconciliation, '  @key(fields: "claimId")\n', '');
    expect(problemsOf(files)).toEqual([
      problemAt('key-missing', files, fixturePaths.reconciliation, 'type ClaimBalance'),
    ]);
  });
});
