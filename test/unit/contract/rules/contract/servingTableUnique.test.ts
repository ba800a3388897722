import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

describe('servingTableUnique', () => {
  it('refuses two contracts that fill one table', () => {
    const files = editedProject(
      fixturePaths.claimDossier,
      'table: "archive.dossiers"',
      'table: "contract.settled_claim_v1"',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('serving-shared', files, fixturePaths.settledClaim, 'type SettledClaim'),
    ]);
  });

  it('refuses two contracts that publish to one topic', () => {
    const files = editedProject(
      fixturePaths.claimDossier,
      'topic: "archive.dossiers"',
      'topic: "contract.settled_claim.v1"',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('serving-shared', files, fixturePaths.settledClaim, 'type SettledClaim'),
    ]);
  });

  it('refuses a topic that Kafka cannot tell from one that we publish to', () => {
    const files = editedProject(
      fixturePaths.claimDossier,
      'topic: "archive.dossiers"',
      'topic: "contract_settled_claim.v1"',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('serving-shared', files, fixturePaths.settledClaim, 'type SettledClaim'),
    ]);
  });
});
