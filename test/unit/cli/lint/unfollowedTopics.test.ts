import { describe, expect, it } from '@jest/globals';
import { unfollowedTopics } from '../../../../src/cli/lint/unfollowedTopics.ts';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import { editedProject, fixturePaths, projectFixture } from '../../../support/projectFixture.ts';

const { claimDossier } = fixturePaths;

/** The dossiers with a region that decides who may see them. */
const residing = editedProject(
  claimDossier,
  '  "Notes in the order',
  '  "Where it is kept."\n  region: Region @classified(as: PUBLIC)\n  "Notes in the order',
  editedProject(claimDossier, '@sla(freshness: "PT1M")', '@sla(freshness: "PT1M") @residency(by: "region")'),
);

describe('unfollowedTopics', () => {
  it.each([
    ['can be followed', projectFixture()],
    ['can be followed for what Debezium tells', residing],
  ])('says nothing of contracts that %s', (_what, files) => {
    expect(unfollowedTopics(assertProject(files))).toEqual([]);
  });

  it('names those whose topic does not say how a row was before', () => {
    const files = editedProject(claimDossier, 'format: DEBEZIUM', 'format: JSON', residing);
    expect(unfollowedTopics(assertProject(files))).toEqual([
      expect.stringMatching(/^claim_dossier@1 cannot be followed: .*archive\.dossiers \(JSON\)/),
    ]);
  });

  it('says nothing where no topic is declared', () => {
    const files = editedProject(claimDossier, ', topic: "archive.dossiers", format: DEBEZIUM', '', residing);
    expect(unfollowedTopics(assertProject(files))).toEqual([]);
  });
});
