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
/** A claim whose town is another one's id, which leads it unless that one is at risk; derived one event a batch, then recomputed. */
async function arrive(of: Project, claim: string, event: Parameters<typeof settledEvent>[3]): Promise<void> {
  day += 1;
  await deriveVerified(pipeline, of, settledEvent(day, claim, '12.00', event));
}

const leadJoin =
  'left join (select claim_id as lead_id from claim_intake.claims where risk_score is null) lead on lead_id = town';

describe('rows that one of several values leads to, and that lose it', () => {
  it('of a contract stay served, found by the other', async () => {
    const of = derivedProject([
      [
        settledClaim,
        '@derivedFrom(product: "claim_intake.claims", by: "claim_id")',
        '@derivedFrom(product: "claim_intake.claims", by: "claim_id")\n  @derivedFrom(product: "claim_intake.claims", by: "lead_id", column: "claim_id")',
      ],
      [settledClaimSql, '  claims.office,', '  claims.office,\n  lead_id,'],
      [settledClaimSql, 'from claim_intake.claims\n', `from claim_intake.claims\n${leadJoin}\n`],
    ]);
    pipeline = await createClaimsPipeline(of);
    const served = () =>
      pipeline.rows('select claim_id, lead_id from contract.settled_claim_v1 where claim_id <> $$lead$$');
    await arrive(of, 'lead', {});
    await arrive(of, 'a', { town: 'lead' });
    expect(await served()).toEqual([{ claim_id: 'a', lead_id: 'lead' }]);
    await arrive(of, 'lead', { riskScore: 7 });
    expect(await served()).toEqual([{ claim_id: 'a', lead_id: null }]);
    expect(
      await pipeline.rows(`select revision, after is null as gone from contract.change where key = '["a"]'`),
    ).toEqual([
      { revision: '1', gone: false },
      { revision: '2', gone: false },
    ]);
    await arrive(of, 'lead', {});
    expect(await served()).toEqual([{ claim_id: 'a', lead_id: 'lead' }]);
  });

  it('of assertions and exceptions too', async () => {
    const of = derivedProject([
      [
        reconciliation,
        '@derivedFrom(product: "claim_intake.claims", by: "claim_id") {',
        '@derivedFrom(product: "claim_intake.claims", by: "claim_id")\n  @derivedFrom(product: "claim_intake.claims", by: "lead_id", column: "claim_id") {\n  "Which claim leads it."\n  leadId: ID',
      ],
      [resolveSql, 'select claim_id,', 'select claim_id, lead_id,'],
      [resolveSql, 'from claim_intake.claims', `from claim_intake.claims ${leadJoin}`],
      [exceptionsSql, 'as detail, claim_id', 'as detail, claim_id, lead_id'],
      [exceptionsSql, 'from claim_intake.claims', `from claim_intake.claims ${leadJoin}`],
    ]);
    pipeline = await createClaimsPipeline(of);
    const kept = () =>
      pipeline.rows(`select claim_id, lead_id from reconciliation.claim_balance where claim_id = 'a'
        union all select subject ->> 'claim_id', subject ->> 'lead_id' from reconciliation.exception
        where resolved_at is null and subject ->> 'claim_id' = 'a'`);
    const both = (lead_id: string | null) => [
      { claim_id: 'a', lead_id },
      { claim_id: 'a', lead_id },
    ];
    await arrive(of, 'a', { town: 'lead' });
    expect(await kept()).toEqual(both(null));
    await arrive(of, 'lead', {});
    expect(await kept()).toEqual(both('lead'));
    await arrive(of, 'lead', { riskScore: 7 });
    expect(await kept()).toEqual(both(null));
    await arrive(of, 'lead', {});
    expect(await kept()).toEqual(both('lead'));
  });
});
