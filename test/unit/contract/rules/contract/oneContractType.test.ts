import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths, projectFixture } from '../../../../support/projectFixture.ts';

describe('oneContractType', () => {
  it('refuses a file without a contract', () => {
    const files = projectFixture({
      'schema/contracts/lost_claim/v1.graphql':
        '"A claim that nobody finds."\ntype LostClaim {\n  "Given at the first call."\n  claimId: ID! @classified(as: INTERNAL)\n}\n',
    });
    expect(problemsOf(files)).toEqual([
      problemAt('one-contract-type', files, 'schema/contracts/lost_claim/v1.graphql'),
    ]);
  });

  it('refuses a second contract in a file', () => {
    const files = editedProject(
      fixturePaths.claimDossier,
      '"Everything that',
      '"A draft of it."\ntype Draft\n  @contract(domain: "claims", owner: "archive", tier: DOMAIN, settlement: SETTLED, purposes: [FRAUD_REVIEW])\n{\n  "Given at the first call."\n  claimId: ID! @classified(as: INTERNAL)\n}\n\n"Everything that',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('one-contract-type', files, fixturePaths.claimDossier, 'type ClaimDossier'),
    ]);
  });
});
