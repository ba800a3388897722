import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const { product, claimDossier, settledClaim } = fixturePaths;
const source = 'topic: "intake.claims"';

describe('servingTopicSource', () => {
  it.each(['contract.settled_claim.v1', 'contract.settled.claim_v1'])(
    'refuses to publish a contract beside source events of %s',
    (topic) => {
      const files = editedProject(product, source, `topic: "${topic}"`);
      expect(problemsOf(files)).toEqual([
        problemAt('serving-topic-source', files, settledClaim, 'type SettledClaim'),
      ]);
    },
  );

  it('looks at the topic that is named', () => {
    const files = editedProject(settledClaim, '@residency(', '@serving(topic: "intake.claims") @residency(');
    expect(problemsOf(files)).toEqual([problemAt('serving-topic-source', files, settledClaim, '@serving(')]);
  });

  it('takes an existing topic that feeds a product too', () => {
    expect(problemsOf(editedProject(claimDossier, 'topic: "archive.dossiers"', source))).toEqual([]);
  });
});
