import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { projectFixture } from '../../../../support/projectFixture.ts';

describe('contractPurposes', () => {
  it('refuses a contract for no purpose', () => {
    const files = projectFixture({
      'schema/contracts/idle_claim/v1.graphql':
        '"A claim that nobody asks for."\ntype IdleClaim\n  @contract(domain: "claims", owner: "archive", tier: DOMAIN, settlement: SETTLED, purposes: [])\n  @key(fields: "claimId")\n  @sla(freshness: "PT1M")\n  @serving(table: "archive.idle", asOf: "loaded_at") {\n  "Given at the first call."\n  claimId: ID! @classified(as: INTERNAL)\n}\n',
    });
    expect(problemsOf(files)).toEqual([
      problemAt('contract-purposes', files, 'schema/contracts/idle_claim/v1.graphql', '@contract'),
    ]);
  });
});
