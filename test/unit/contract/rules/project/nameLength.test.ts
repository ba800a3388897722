import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { fixturePaths, projectFixture } from '../../../../support/projectFixture.ts';

describe('nameLength', () => {
  it('refuses a name that Postgres would cut', () => {
    const files = projectFixture({
      'schema/reconciliations/claim_claim_claim_claim_claim_claim_claim_claim_balance/reconciliation.graphql':
        projectFixture().get(fixturePaths.reconciliation),
      'schema/reconciliations/claim_claim_claim_claim_claim_claim_claim_claim_balance/resolve.sql':
        'select 1',
      'schema/reconciliations/claim_claim_claim_claim_claim_claim_claim_claim_balance/exceptions.sql':
        'select 1',
    });
    expect(problemsOf(files)).toEqual([
      problemAt(
        'name-length',
        files,
        'schema/reconciliations/claim_claim_claim_claim_claim_claim_claim_claim_balance/reconciliation.graphql',
      ),
    ]);
  });
});
