import { describe, expect, it } from '@jest/globals';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { surroundings } from '../../../src/contract/surroundings.ts';
import { editedProject, fixturePaths, projectFixture } from '../../support/projectFixture.ts';

/** Contracts that show something else when a piece of a file is another. */
function changed(path: string, from: string, to: string): readonly string[] {
  const before = assertProject(projectFixture());
  const after = assertProject(editedProject(path, from, to));
  return before.contracts.flatMap((contract) => {
    const other = after.contracts.find(({ id }) => id === contract.id);
    return other !== undefined && surroundings(contract, before) === surroundings(other, after)
      ? []
      : [contract.id];
  });
}

const { shared, reconciliation, resolveSql } = fixturePaths;

describe('surroundings', () => {
  it.each([
    ['a mask of a shared type', shared, 'clearFor: [CLAIM_HANDLING]', 'clearFor: [FRAUD_REVIEW]'],
    [
      'a value of a shared enum',
      shared,
      '  "Swedish krona."',
      '  "Danish krone."\n  DKK\n  "Swedish krona."',
    ],
  ])('is other with %s, at the contracts of whose fields it is a type', (_what, path, from, to) => {
    expect(changed(path, from, to)).toEqual(['settled_claim@1']);
  });

  it.each([
    [
      'what an exception is about',
      'dueWithin: "P3D")',
      'dueWithin: "P3D", about: ["claim_intake.claims.risk_score"])',
    ],
    ['who owns it', '(owner: "claims-data", severity: HIGH', '(owner: "claims-office", severity: HIGH'],
  ])('is other with %s, at the contracts whose rows it concerns', (_what, from, to) => {
    expect(changed(reconciliation, from, to)).toEqual(['settled_claim@1']);
  });

  it('is the same whatever the words, and however a reconciliation finds out', () => {
    expect(changed(shared, '"Swedish krona."', '"The krona of Sweden."')).toEqual([]);
    expect(changed(resolveSql, 'select', 'select ')).toEqual([]);
  });
});
