import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClaimsPipeline, settledEvent, type ClaimsPipeline } from '../../support/claimsPipeline.ts';
import { derivedProject } from '../../support/derivedProject.ts';
import { fixturePaths } from '../../support/projectFixture.ts';
import { failureOf } from '../../support/failureOf.ts';

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline();
});
afterEach(() => pipeline.close());

describe('a SELECT that breaks its promise is a clear error without values', () => {
  it.each([
    [
      'a key twice',
      'from claim_intake.claims',
      'from (select * from claim_intake.claims union all select * from claim_intake.claims) as claims',
      'the SELECT has several rows for one key (claim_id) (1 rows)',
    ],
    [
      'null in a field that is never null',
      'claims.paid_amount,',
      'null as paid_amount,',
      'column paid_amount is null, and field paidAmount is never null (1 rows)',
    ],
    [
      'a value that is not in the enum',
      "else 'PAID_IN_PART'",
      "else 'secret-value'",
      "column outcome is none of enum ClaimOutcomeV1's values (1 rows)",
    ],
    [
      'a division by zero',
      'claims.risk_score,',
      '(1 / (claims.risk_score - 7)) as risk_score,',
      'its SELECT failed: division by zero [22012]',
    ],
  ])('%s', async (_, from, to, message) => {
    await pipeline.arrive(settledEvent(1, 'secret-key', '9', { riskScore: 7 }));
    const error = await failureOf(
      pipeline.derive(derivedProject([[fixturePaths.settledClaimSql, from, to]])),
    );
    expect(error.code).toBe('PROJECT_INVALID');
    expect(error.message).toContain('contract settled_claim@1 cannot be derived');
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('secret');
    expect(error.fix).toBeDefined();
    expect(await pipeline.rows('select 1 from claim_intake.claims')).toEqual([]);
  });

  it.each(['[String!]', '[String]'])('lists within a list, for a field of type %s', async (type) => {
    await pipeline.close();
    const more = `  "Former name of`;
    const nested = derivedProject([
      [
        fixturePaths.settledClaim,
        more,
        `  "Names it went by." aliases: ${type} @classified(as: PUBLIC)\n${more}`,
      ],
      [
        fixturePaths.settledClaimSql,
        '  claims.risk_score,',
        "  array[array['secret', 'x']] as aliases, claims.risk_score,",
      ],
    ]);
    pipeline = await createClaimsPipeline(nested);
    await pipeline.arrive(settledEvent(1, 'a', '9'));
    const error = await failureOf(pipeline.derive());
    expect(error.code).toBe('PROJECT_INVALID');
    expect(error.message).toContain('column aliases holds lists within a list');
    expect(error.message).not.toContain('secret');
  });

  it('so is an identity that is none', async () => {
    await pipeline.arrive(settledEvent(1, 'a', '9'));
    const wrong = derivedProject([
      [fixturePaths.productSql, "jsonb_build_object('claim_id'", "jsonb_build_object('id'"],
    ]);
    const error = await failureOf(pipeline.derive(wrong));
    expect(error).toMatchObject({
      code: 'PROJECT_INVALID',
      message: expect.stringContaining('1 rows of claims whose identity lacks key column claim_id.'),
    });
  });

  it.each([
    ["'claim'", ' claim'],
    ["'a@example.com'", ''],
  ])('so is %s as a table', async (written, told) => {
    await pipeline.arrive(settledEvent(1, 'a', '9'));
    const wrong = derivedProject([
      [fixturePaths.productSql, "'claims' as product_table", `${written} as product_table`],
    ]);
    const error = await failureOf(pipeline.derive(wrong));
    expect(error.code).toBe('PROJECT_INVALID');
    expect(error.message).toContain(
      `1 rows whose product_table${told} is no table of the product; it has claims`,
    );
  });

  it('and so is SQL that fails for another reason than data', async () => {
    await pipeline.arrive(settledEvent(1, 'a', '9'), settledEvent(1, 'a', '9'));
    const wrong = derivedProject([
      [fixturePaths.productSql, "select distinct on (payload ->> 'claimId') payload", 'select payload'],
    ]);
    const error = await failureOf(pipeline.derive(wrong));
    expect(error).toMatchObject({
      code: 'PROJECT_INVALID',
      message: expect.stringContaining('project.sql failed'),
    });
  });
});

it('derives sums, products and prefixes of the largest values that a product takes', async () => {
  await pipeline.arrive(settledEvent(1, 'k'.repeat(500), `${'9'.repeat(30)}.${'9'.repeat(20)}`));
  const derived = derivedProject([
    [
      fixturePaths.settledClaimSql,
      'select\n  claims.claim_id,',
      "select\n  'claim-' || claims.claim_id as claim_id,",
    ],
    [
      fixturePaths.settledClaimSql,
      'claims.paid_amount,',
      'claims.paid_amount * claims.paid_amount as paid_amount,',
    ],
  ]);
  await pipeline.derive(derived);
  expect(await pipeline.serving()).toHaveLength(1);
});
