import { describe, expect, it } from '@jest/globals';
import { compileProject } from '../../../../../src/contract/compileProject.ts';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const { settledClaim, claimDossier, consumers } = fixturePaths;

const residing = (residency: string) => editedProject(settledClaim, '@residency(by: "region")', residency);

describe('agreementResidency', () => {
  it('refuses some regions of a contract that does not say where its rows reside', () => {
    const files = editedProject(settledClaim, '  @residency(by: "region")\n', '');
    expect(problemsOf(files)).toEqual([problemAt('agreement-residency', files, consumers, '[NORTH]')]);
  });

  it('says who, which regions and which contract', () => {
    const compiled = compileProject(editedProject(settledClaim, '  @residency(by: "region")\n', ''));
    expect(compiled.ok ? [] : compiled.problems).toMatchObject([
      {
        message: 'fraud-desk may see NORTH only, but settled_claim@1 does not say where its rows reside.',
        fix: 'Add @residency to the contract, or write "regions: ALL".',
      },
    ]);
  });

  it('refuses regions without the one in which every row resides', () => {
    const files = residing('@residency(in: SOUTH)');
    expect(problemsOf(files)).toEqual([problemAt('agreement-residency', files, consumers, '[NORTH]')]);
  });

  it('takes the region in which every row resides, also among others', () => {
    expect(problemsOf(residing('@residency(in: NORTH)'))).toEqual([]);
    const both = editedProject(consumers, '[NORTH]', '[SOUTH, NORTH]', residing('@residency(in: NORTH)'));
    expect(problemsOf(both)).toEqual([]);
  });

  it('takes ALL for a contract without residency', () => {
    expect(problemsOf(editedProject(claimDossier, 'PT1M', 'PT2M'))).toEqual([]);
  });

  it('leaves a residency that cannot be read to the rule that reports it', () => {
    const files = residing('@residency(in: WEST)');
    expect(problemsOf(files)).toEqual([
      problemAt('directive-argument-value', files, settledClaim, '@residency('),
    ]);
  });
});
