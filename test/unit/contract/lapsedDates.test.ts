import { describe, expect, it } from '@jest/globals';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { lapsedDates } from '../../../src/contract/lapsedDates.ts';
import { editedProject, fixturePaths } from '../../support/projectFixture.ts';

const { claimDossier, consumers } = fixturePaths;

const dates = (contract: string, until: string) =>
  editedProject(
    consumers,
    'until: 2028-12-31\n        acceptsProvisional',
    `until: ${until}\n        acceptsProvisional`,
    editedProject(claimDossier, 'tier: DOMAIN', `tier: DOMAIN ${contract}`),
  );

describe('lapsedDates', () => {
  const project = assertProject(dates('expires: "2027-06-30"', '2027-03-31'));
  const agreement =
    'The agreement of fraud-desk about claim_dossier@1 for FRAUD_REVIEW held until 2027-03-31.';

  it('is silent while everything holds, the last days included', () => {
    expect(lapsedDates(project, '2027-03-31')).toEqual([]);
  });

  it('names agreements that have ended', () => {
    expect(lapsedDates(project, '2027-04-01')).toEqual([agreement]);
    expect(lapsedDates(project, '2027-06-30')).toEqual([agreement]);
  });

  it('names contracts that are over, and not each agreement about them', () => {
    expect(lapsedDates(project, '2027-07-01')).toEqual([
      'claim_dossier@1 was served until 2027-06-30, and is no more.',
    ]);
    expect(lapsedDates(project, '2029-01-01')).toHaveLength(3);
  });

  it('goes by the sunset where that is earlier', () => {
    const sunset = editedProject(
      claimDossier,
      '@key(',
      '@sunset(deprecatedOn: "2027-01-01", on: "2027-05-01") @key(',
      dates('status: DEPRECATED expires: "2027-06-30"', '2027-03-31'),
    );
    expect(lapsedDates(assertProject(sunset), '2027-05-02')).toEqual([
      'claim_dossier@1 was served until 2027-05-01, and is no more.',
    ]);
  });
});
