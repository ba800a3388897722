import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const { claimDossier, consumers } = fixturePaths;

const expiring = (
  on: string,
  files = editedProject(claimDossier, 'tier: DOMAIN', `tier: DOMAIN expires: "${on}"`),
) => files;

const withSunset = (on: string, files?: ReturnType<typeof editedProject>) =>
  editedProject(
    claimDossier,
    '@sla(freshness: "PT1M")',
    `@sla(freshness: "PT1M") @sunset(deprecatedOn: "2026-09-01", on: "${on}")`,
    editedProject(claimDossier, 'tier: DOMAIN', 'status: DEPRECATED tier: DOMAIN', files),
  );

const until = 'until: 2028-12-31\n        acceptsProvisional';

describe('agreementEnd', () => {
  it('refuses an agreement beyond the last day of a contract', () => {
    const files = expiring('2028-12-30');
    expect(problemsOf(files)).toEqual([problemAt('agreement-end', files, consumers, until)]);
  });

  it('refuses an agreement beyond the sunset of a contract', () => {
    const files = withSunset('2028-12-30');
    expect(problemsOf(files)).toEqual([problemAt('agreement-end', files, consumers, until)]);
  });

  it('looks at the earlier of the two', () => {
    const files = withSunset('2028-12-30', expiring('2029-12-31'));
    expect(problemsOf(files)).toEqual([problemAt('agreement-end', files, consumers, until)]);
  });

  it('takes one that ends with the contract', () => {
    expect(problemsOf(expiring('2028-12-31'))).toEqual([]);
    expect(problemsOf(withSunset('2028-12-31'))).toEqual([]);
  });

  it('takes an agreement about a contract that is over, however long ago', () => {
    const files = editedProject(
      consumers,
      until,
      until.replace('2028-12-31', '1999-12-31'),
      expiring('2000-01-01'),
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
