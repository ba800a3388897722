import { afterEach, expect, it } from '@jest/globals';
import { verify } from '../../../src/pipeline/verify/verify.ts';
import {
  type ClaimsPipeline,
  createClaimsPipeline,
  maskKeys,
  settledEvent,
} from '../../support/claimsPipeline.ts';
import { derivedProject } from '../../support/derivedProject.ts';
import { fixturePaths } from '../../support/projectFixture.ts';

let pipeline: ClaimsPipeline;
afterEach(() => pipeline.close());

const { settledClaim, settledClaimSql, reconciliation, resolveSql, exceptionsSql } = fixturePaths;
const byTown = '@derivedFrom(product: "claim_intake.claims", by: "claim_id")';
/** What a SELECT makes of a text where it can. */
const asNumber = (town: string): string => `case when ${town} ~ '^[0-9]{1,9}$' then ${town}::integer end`;

it('texts of which a SELECT makes numbers where it can stop nothing where it cannot', async () => {
  const project = derivedProject([
    [settledClaim, byTown, `${byTown}\n  @derivedFrom(product: "claim_intake.claims", by: "town")`],
    [settledClaimSql, '  claims.office,', `  claims.office,\n  ${asNumber('claims.town')} as town,`],
    [
      reconciliation,
      'by: "claim_id") {',
      'by: "claim_id")\n  @derivedFrom(product: "claim_intake.claims", by: "town") {\n  "Where it happened, as a number."\n  town: Int',
    ],
    [resolveSql, 'select claim_id,', `select claim_id, ${asNumber('town')} as town,`],
    [exceptionsSql, 'as detail, claim_id', `as detail, claim_id, ${asNumber('town')} as town`],
  ]);
  pipeline = await createClaimsPipeline(project);
  const open = 'select subject from reconciliation.exception where resolved_at is null';
  const step = async (day: number, town: string, paid: string) => {
    await pipeline.arriveIn(0, settledEvent(day, 'a', paid, { town }));
    await pipeline.deriveShard(0, 1);
    const found = await verify(pipeline.test.database, project, { maskKeys });
    expect(found).toMatchObject({ differences: [], broken: [] });
    return [
      ...(await pipeline.rows('select town from contract.settled_claim_v1')),
      ...(await pipeline.rows(open)),
    ];
  };
  expect(await step(1, '7', '12.00')).toEqual([{ town: 7 }, { subject: { claim_id: 'a', town: '7' } }]);
  expect(await step(2, 'Delft', '12.00')).toEqual([{ town: null }, { subject: { claim_id: 'a' } }]);
  expect(await step(3, '08', '9.00')).toEqual([{ town: 8 }]);
  expect(await step(4, '99999999999', '12.00')).toEqual([{ town: null }, { subject: { claim_id: 'a' } }]);
});
