import { describe, expect, it } from '@jest/globals';
import { assertProject } from '../../../src/contract/assertProject.ts';
import {
  contractById,
  latestVersion,
  supersedingVersion,
  versionsOf,
} from '../../../src/contract/contractVersions.ts';
import { fixturePaths, projectFixture } from '../../support/projectFixture.ts';

const v1 = projectFixture().get(fixturePaths.settledClaim);
const folder = 'schema/contracts/settled_claim';
const project = assertProject(
  projectFixture({
    [`${folder}/v2.graphql`]: v1,
    [`${folder}/v2.sql`]: 'select 1',
    [`${folder}/v10.graphql`]: v1,
    [`${folder}/v10.sql`]: 'select 1',
  }),
);

describe('contract versions', () => {
  it('come in the order of their numbers, not of their text', () => {
    expect(versionsOf(project, 'settled_claim').map((contract) => contract.version)).toEqual([1, 2, 10]);
    expect(project.contracts.map((contract) => contract.id)).toEqual([
      'claim_dossier@1',
      'settled_claim@1',
      'settled_claim@2',
      'settled_claim@10',
    ]);
    expect(latestVersion(project, 'settled_claim')?.version).toBe(10);
    expect(latestVersion(project, 'nothing')).toBeUndefined();
  });

  it('are superseded by the next one', () => {
    const superseding = (id: string) => {
      const contract = contractById(project, id);
      return contract && supersedingVersion(project, contract)?.id;
    };
    expect(superseding('settled_claim@1')).toBe('settled_claim@2');
    expect(superseding('settled_claim@2')).toBe('settled_claim@10');
    expect(superseding('settled_claim@10')).toBeUndefined();
    expect(contractById(project, 'settled_claim@3')).toBeUndefined();
  });
});
