import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const { settledClaim, product, reconciliation } = fixturePaths;

describe('emptyText', () => {
  it.each([
    [settledClaim, 'owner: "claims-data"', 'owner: ""'],
    [settledClaim, 'description: "Share of claims below zero"', 'description: " "'],
    [settledClaim, '@definedBy(source: "Claims manual, chapter 4")', '@rowsOf(field: "claimId", claim: "")'],
    [settledClaim, '@deprecated(reason: "Use claimId.")', '@deprecated(reason: "")'],
    [settledClaim, '@deprecated(reason: "Use PAID_IN_PART.")', '@deprecated(reason: """ """)'],
    [product, 'owner: "intake"\n    authority: SYSTEM', 'owner: ""\n    authority: SYSTEM'],
    [reconciliation, 'authority: "The ledger decides; the intake only asks."', 'authority: ""'],
  ])('refuses in %s, for %s: %s', (path, from, to) => {
    const files = editedProject(path, from, to);
    expect(problemsOf(files)).toEqual([problemAt('empty-text', files, path, to)]);
  });
});
