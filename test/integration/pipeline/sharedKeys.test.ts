import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { rebuild } from '../../../src/pipeline/rebuild/rebuild.ts';
import { verify } from '../../../src/pipeline/verify/verify.ts';
import {
  type ClaimsPipeline,
  createClaimsPipeline,
  maskKeys,
  settledEvent,
} from '../../support/claimsPipeline.ts';
import { deriveVerified } from '../../support/deriveVerified.ts';
import { derivedProject } from '../../support/derivedProject.ts';
import { failureOf } from '../../support/failureOf.ts';
import { fixturePaths } from '../../support/projectFixture.ts';
import { until } from '../../support/until.ts';

const { settledClaim, settledClaimSql, reconciliation, resolveSql, exceptionsSql } = fixturePaths;

/** A contract of one claim a town, whose rows changes find by the claim: nothing but the events says that a town has only one. */
type Edits = NonNullable<Parameters<typeof derivedProject>[0]>;
const edits: Edits = [
  [settledClaim, '@key(fields: "claimId")', '@key(fields: "oldReference")'],
  [
    settledClaim,
    'oldReference: String @classified(as: INTERNAL) @deprecated(reason: "Use claimId.")',
    'oldReference: ID! @classified(as: INTERNAL)',
  ],
  [settledClaimSql, 'null as old_reference', 'claims.town as old_reference'],
  [settledClaimSql, 'claims.settled_at is not null', 'claims.town is not null'],
];
const byTown = derivedProject(edits);

/** Assertions of one claim a town, found by the claim. */
const balanceByTown: Edits = [
  [reconciliation, 'by: "claim_id")', 'by: "case_id", column: "claim_id")'],
  [reconciliation, 'claimId: ID!', 'claimId: ID!\n  "As it was given at the first call."\n  caseId: ID!'],
  [resolveSql, 'select claim_id,', 'select town as claim_id, claim_id as case_id,'],
  [resolveSql, 'from claim_intake.claims', 'from claim_intake.claims where town is not null'],
];

let pipeline: ClaimsPipeline;
afterEach(() => pipeline.close());

let day = 0;
const inTown = (claimId: string, town: string | undefined): string =>
  settledEvent((day += 1), claimId, '9.00', town === undefined ? {} : { town });

/** Two shards' batches, which may be at the same keys: a worker tries again what failed. */
async function deriveAll(batchSize: number): Promise<void> {
  const derive = async (shard: number): Promise<void> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await pipeline.deriveShard(shard, batchSize);
        return;
      } catch (error) {
        if (attempt === 9) throw error;
      }
    }
  };
  await Promise.all([derive(0), derive(1)]);
}

const served = () =>
  pipeline.rows('select old_reference as town, claim_id from contract.settled_claim_v1 order by 1');
const aside = () => pipeline.rows('select key, reached_by from contract.set_aside order by key');

describe('rows that come to have one key, found by other columns than the key', () => {
  it('are all set aside, and the last one that stays is served again', async () => {
    pipeline = await createClaimsPipeline(byTown);
    const step = async (...lines: readonly string[]) => {
      await deriveVerified(pipeline, byTown, ...lines);
      return { served: await served(), aside: await aside() };
    };
    const y = { town: 'y', claim_id: 'd' };
    const reached = (...claims: readonly string[]) => [
      { key: ['x'], reached_by: expect.objectContaining({ claim_id: claims }) },
    ];
    expect(await step(inTown('a', 'x'), inTown('d', 'y'))).toEqual({
      served: [{ town: 'x', claim_id: 'a' }, y],
      aside: [],
    });
    expect(await step(inTown('b', 'x'))).toEqual({ served: [y], aside: reached('a', 'b') });
    expect(await step(inTown('c', 'x'))).toEqual({ served: [y], aside: reached('a', 'b', 'c') });
    expect(await step(inTown('a', 'z'))).toEqual({
      served: [y, { town: 'z', claim_id: 'a' }],
      aside: reached('b', 'c'),
    });
    expect(await step(inTown('c', undefined))).toEqual({
      served: [{ town: 'x', claim_id: 'b' }, y, { town: 'z', claim_id: 'a' }],
      aside: [],
    });
    // The revisions of a key go on, over what was not served in between.
    expect(
      await pipeline.rows(`select revision, after ->> 'claimId' as claim from contract.change
        where key = '["x"]' order by id`),
    ).toEqual([
      { revision: '1', claim: 'a' },
      { revision: '2', claim: null },
      { revision: '3', claim: 'b' },
    ]);
  });

  it('may follow each other within a batch and over batches', async () => {
    pipeline = await createClaimsPipeline(byTown);
    await pipeline.arriveIn(0, inTown('a', 'x'), inTown('b', 'y'));
    await pipeline.deriveShard(0, 1);
    await pipeline.arriveIn(0, inTown('a', 'y'), inTown('b', 'x'));
    await pipeline.deriveShard(0, 1);
    expect(await served()).toEqual([
      { town: 'x', claim_id: 'b' },
      { town: 'y', claim_id: 'a' },
    ]);
    expect(await aside()).toEqual([]);
  });

  it('are seen by two shards at once, also where one of them cannot be served anyhow', async () => {
    const of = derivedProject([
      ...edits,
      [
        settledClaimSql,
        'claims.paid_amount,',
        'nullif(claims.paid_amount, case when claims.risk_score = 7 then claims.paid_amount end) as paid_amount,',
      ],
    ]);
    pipeline = await createClaimsPipeline(of);
    const { database } = pipeline.test;
    await pipeline.arriveIn(0, inTown('a', 'x'));
    await pipeline.arriveIn(1, settledEvent((day += 1), 'b', '9.00', { town: 'x', riskScore: 7 }));
    // The first batch has come to where it writes when the second one begins.
    const shards = await database.transaction(async (transaction) => {
      await transaction.script('lock table contract.change in share mode');
      const first = pipeline.deriveShard(0, 10);
      await until(
        'it waits',
        async () => (await pipeline.rows('select from pg_locks where not granted')).length > 0,
      );
      const second = pipeline.deriveShard(1, 10);
      await Promise.race([second, setTimeout(500)]);
      return [first, second];
    });
    await Promise.all(shards);
    expect(await served()).toEqual([]);
    expect(await aside()).toEqual([
      { key: ['x'], reached_by: expect.objectContaining({ claim_id: ['a', 'b'] }) },
    ]);
    expect(await verify(database, of, { maskKeys })).toMatchObject({ differences: [], broken: [] });
  });

  it('are seen where the SELECT has a number that becomes a text', async () => {
    const of = derivedProject([
      [settledClaim, '@key(fields: "claimId")', '@key(fields: "oldReference")'],
      [
        settledClaim,
        'oldReference: String @classified(as: INTERNAL) @deprecated(reason: "Use claimId.")',
        'oldReference: ID! @classified(as: INTERNAL)',
      ],
      [settledClaimSql, 'null as old_reference', 'claims.risk_score as old_reference'],
      [settledClaimSql, 'claims.settled_at is not null', 'claims.risk_score is not null'],
    ]);
    pipeline = await createClaimsPipeline(of);
    const step = async (claim: string, riskScore: number | null) => {
      await deriveVerified(pipeline, of, settledEvent((day += 1), claim, '9.00', { riskScore }));
      return pipeline.rows('select claim_id from contract.settled_claim_v1 order by 1');
    };
    expect(await step('a', 1)).toEqual([{ claim_id: 'a' }]);
    expect(await step('b', 1)).toEqual([]);
    expect(await step('c', 1)).toEqual([]);
    expect(await step('b', null)).toEqual([]);
    expect(await step('c', null)).toEqual([{ claim_id: 'a' }]);
  });

  it.each([
    ['a number that becomes a text', 'ID', 'risk_score'],
    [
      'a time finer than what is kept',
      'DateTime',
      "settled_at + risk_score * case claim_id when 'a' then 0 else 1 end * interval '1 microsecond'",
    ],
  ])('of an assertion are seen too where the SELECT has %s', async (_what, type, sql) => {
    const of = derivedProject([
      [reconciliation, 'by: "claim_id")', 'by: "case_id", column: "claim_id")'],
      [
        reconciliation,
        'claimId: ID!',
        `claimId: ID!\n  "As it was given at the first call."\n  caseId: ID!\n  "What it is like."\n  likeness: ${type}!`,
      ],
      [reconciliation, '@key(fields: "claimId")', '@key(fields: "likeness")'],
      [resolveSql, 'select claim_id,', `select claim_id, claim_id as case_id, ${sql} as likeness,`],
      [resolveSql, 'from claim_intake.claims', 'from claim_intake.claims where risk_score is not null'],
      [exceptionsSql, 'as detail, claim_id', 'as detail, claim_id, claim_id as case_id'],
    ]);
    pipeline = await createClaimsPipeline(of);
    const step = async (claim: string, riskScore: number | null) => {
      await deriveVerified(pipeline, of, settledEvent((day += 1), claim, '9.00', { riskScore }));
      return pipeline.rows('select case_id from reconciliation.claim_balance order by 1');
    };
    expect(await step('a', 1)).toEqual([{ case_id: 'a' }]);
    expect(await step('b', 1)).toEqual([]);
    expect(await step('b', null)).toEqual([{ case_id: 'a' }]);
  });

  it('of an assertion are set aside too', async () => {
    const of = derivedProject([
      ...balanceByTown,
      [exceptionsSql, 'as detail, claim_id', 'as detail, claim_id, claim_id as case_id'],
    ]);
    pipeline = await createClaimsPipeline(of);
    const step = async (line: string) => {
      await deriveVerified(pipeline, of, line);
      return pipeline.rows('select claim_id, case_id from reconciliation.claim_balance order by 1');
    };
    const x = { claim_id: 'x', case_id: 'a' };
    expect(await step(inTown('a', 'x'))).toEqual([x]);
    expect(await step(inTown('b', 'x'))).toEqual([]);
    expect(await step(inTown('b', 'y'))).toEqual([x, { claim_id: 'y', case_id: 'b' }]);
  });

  it('of an assertion open and resolve the exceptions that rest on it', async () => {
    const of = derivedProject([
      ...balanceByTown,
      [
        exceptionsSql,
        '(paid_amount - claimed_amount)::text as detail, claim_id',
        'null as detail, claim_id, case_id',
      ],
      [
        exceptionsSql,
        'from claim_intake.claims\nwhere paid_amount > claimed_amount',
        'from reconciliation.claim_balance\nwhere difference > 0',
      ],
    ]);
    pipeline = await createClaimsPipeline(of);
    const tooMuch = (claim: string, town: string) => settledEvent((day += 1), claim, '12.00', { town });
    const step = async (line: string) => {
      await deriveVerified(pipeline, of, line);
      return pipeline.rows('select subject from reconciliation.exception where resolved_at is null');
    };
    const open = [{ subject: { claim_id: 'x', case_id: 'a' } }];
    expect(await step(tooMuch('a', 'x'))).toEqual(open);
    expect(await step(inTown('b', 'x'))).toEqual([]);
    expect(await step(inTown('b', 'y'))).toEqual(open);
  });

  it('are refused by a rebuild of a SELECT that has only now come to give them', async () => {
    pipeline = await createClaimsPipeline();
    await pipeline.arriveIn(0, inTown('a', 'x'), inTown('b', 'x'));
    await pipeline.derive();
    const twice = derivedProject([
      [
        settledClaimSql,
        'from claim_intake.claims',
        'from (select * from claim_intake.claims union all select * from claim_intake.claims) as claims',
      ],
    ]);
    const refused = await failureOf(rebuild(pipeline.test.database, twice, { maskKeys }));
    expect(refused).toMatchObject({
      code: 'PROJECT_INVALID',
      message: expect.stringContaining('the SELECT has several rows for one key (claim_id) (2 rows)'),
      fix: expect.stringContaining('look for a join that multiplies rows'),
    });
    expect(await pipeline.serving()).toHaveLength(2);
  });

  it('are the same in batches of any size, in two shards at once, as in one computation', async () => {
    const claims = ['a', 'b', 'c', 'd', 'e'] as const;
    const moves = fc.array(
      fc.record({
        claim: fc.constantFrom(...claims),
        town: fc.constantFrom('x', 'y', undefined),
      }),
      { minLength: 1, maxLength: 8 },
    );
    pipeline = await createClaimsPipeline(byTown);
    const towns = new Map<string, string | undefined>();
    await fc.assert(
      fc.asyncProperty(moves, fc.integer({ min: 1, max: 4 }), async (arriving, batchSize) => {
        for (const { claim, town } of arriving) {
          await pipeline.arriveIn(claims.indexOf(claim) % 2, inTown(claim, town));
          towns.set(claim, town);
        }
        await deriveAll(batchSize);
        const alone = ['x', 'y'].flatMap((town) => {
          const there = [...towns].filter(([, at]) => at === town);
          return there.length === 1 ? [{ town, claim_id: there[0]?.[0] }] : [];
        });
        expect(await served()).toEqual(alone);
        const state = await pipeline.state();
        await pipeline.derive();
        expect(await pipeline.state()).toEqual(state);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });
});
