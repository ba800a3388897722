import { afterEach, describe, expect, it } from '@jest/globals';
import type { Project } from '../../../src/contract/model.ts';
import { type ClaimsPipeline, createClaimsPipeline, settledEvent } from '../../support/claimsPipeline.ts';
import { deriveVerified } from '../../support/deriveVerified.ts';
import { derivedProject } from '../../support/derivedProject.ts';
import { fixturePaths } from '../../support/projectFixture.ts';

const { settledClaim, settledClaimSql, reconciliation, resolveSql, exceptionsSql } = fixturePaths;

let pipeline: ClaimsPipeline;
afterEach(() => pipeline.close());

let day = 0;
/** A claim that was paid too much, in a town or in none; derived, then recomputed, which finds the same. */
async function claimIn(of: Project, claim: string, town: string | undefined) {
  day += 1;
  const { unreached } = await deriveVerified(
    pipeline,
    of,
    settledEvent(day, claim, '12.00', town === undefined ? {} : { town }),
  );
  return unreached;
}

describe('rows that are null in all that changes go by', () => {
  it('of a contract are in no table, and told of, whatever reference data they have', async () => {
    const of = derivedProject([
      [
        settledClaim,
        '@derivedFrom(product: "claim_intake.claims", by: "claim_id")\n  @derivedFrom(product: "claim_intake.offices", by: "office")\n  @derivedFrom(reconciliation: "claim_balance", by: "claim_id")',
        '@derivedFrom(product: "claim_intake.claims", by: "town")\n  @derivedFrom(product: "claim_intake.offices", by: "office")',
      ],
      [settledClaimSql, '  claims.office,', '  claims.office,\n  claims.town,'],
      [
        settledClaimSql,
        'join reconciliation.claim_balance on claim_balance.claim_id = claims.claim_id\n',
        '',
      ],
      [settledClaim, ', "claim_balance.difference"', ''],
    ]);
    pipeline = await createClaimsPipeline(of);
    const served = () => pipeline.rows('select claim_id, town from contract.settled_claim_v1');
    expect(await claimIn(of, 'a', 'x')).toEqual([]);
    expect(await served()).toEqual([{ claim_id: 'a', town: 'x' }]);
    const unreached = [{ subject: 'contract settled_claim@1', rows: 1 }];
    expect(await claimIn(of, 'a', undefined)).toEqual(unreached);
    expect(await served()).toEqual([]);
    expect(await pipeline.derive(of)).toMatchObject({ contracts: [{ rows: 0, unreached: 1 }] });
    expect(await claimIn(of, 'a', 'y')).toEqual([]);
    expect(await served()).toEqual([{ claim_id: 'a', town: 'y' }]);
  });

  it('of assertions and exceptions too', async () => {
    const of = derivedProject([
      [
        reconciliation,
        '@derivedFrom(product: "claim_intake.claims", by: "claim_id") {',
        '@derivedFrom(product: "claim_intake.claims", by: "town") {\n  "Where it happened."\n  town: String',
      ],
      [resolveSql, 'select claim_id,', 'select claim_id, town,'],
      [exceptionsSql, 'as detail, claim_id', 'as detail, town, array[claim_id] as claim_id'],
    ]);
    pipeline = await createClaimsPipeline(of);
    const kept = () =>
      pipeline.rows(`select town, null as subject from reconciliation.claim_balance
        union all select null, subject from reconciliation.exception where resolved_at is null`);
    const inTown = (town: string) => [
      { town, subject: null },
      { town: null, subject: { town } },
    ];
    expect(await claimIn(of, 'a', 'x')).toEqual([]);
    expect(await kept()).toEqual(inTown('x'));
    expect(await claimIn(of, 'a', undefined)).toEqual([
      { subject: 'reconciliation claim_balance', rows: 1 },
      { subject: 'exceptions of claim_balance', rows: 1 },
    ]);
    expect(await kept()).toEqual([]);
    expect(await claimIn(of, 'a', 'y')).toEqual([]);
    expect(await kept()).toEqual(inTown('y'));
  });
});
