import { afterEach, describe, expect, it } from '@jest/globals';
import { deriveBatch } from '../../../src/pipeline/derive/deriveBatch.ts';
import { rebuild } from '../../../src/pipeline/rebuild/rebuild.ts';
import { verify } from '../../../src/pipeline/verify/verify.ts';
import {
  claimEvent,
  type ClaimsPipeline,
  createClaimsPipeline,
  maskKeys,
  settledEvent,
} from '../../support/claimsPipeline.ts';
import { derivedProject } from '../../support/derivedProject.ts';
import { failureOf } from '../../support/failureOf.ts';
import { fixturePaths } from '../../support/projectFixture.ts';

type Edit = readonly [path: string, from: string, to: string];

const { settledClaimSql } = fixturePaths;
const isBad = 'claims.risk_score = 7';

/** SELECTs that do not keep their promise for claims of risk score 7. */
const broken: Readonly<Record<string, readonly [edit: Edit, reason: string]>> = {
  null: [
    [
      settledClaimSql,
      'claims.paid_amount,',
      `nullif(claims.paid_amount, case when ${isBad} then claims.paid_amount end) as paid_amount,`,
    ],
    'column paid_amount is null, and field paidAmount is never null',
  ],
  'a value that its enum has not': [
    [settledClaimSql, "else 'PAID_IN_PART'", `when ${isBad} then 'secret-value' else 'PAID_IN_PART'`],
    "column outcome is none of enum ClaimOutcomeV1's values",
  ],
  'a key twice': [
    [
      settledClaimSql,
      'from claim_intake.claims',
      'from (select * from claim_intake.claims union all select * from claim_intake.claims where risk_score = 7) as claims',
    ],
    'its SELECT has several rows for the key (claim_id)',
  ],
  'a failure of an expression': [
    [settledClaimSql, 'claims.risk_score,', '(1 / (claims.risk_score - 7)) as risk_score,'],
    'its SELECT fails: division by zero [22012]',
  ],
  'a value that its column cannot hold': [
    [
      settledClaimSql,
      'claims.risk_score,',
      `(claims.risk_score + case when ${isBad} then 5000000000 else 0 end) as risk_score,`,
    ],
    'its SELECT fails: number out of range [22003]',
  ],
};

let pipeline: ClaimsPipeline;
afterEach(() => pipeline.close());

/** What the pipeline of the edited project has when everything has come. */
async function arrived(edits: readonly Edit[], batchSize: number, ...lines: readonly string[]) {
  const of = derivedProject(edits);
  pipeline = await createClaimsPipeline(of);
  await pipeline.arriveIn(0, ...lines);
  await pipeline.deriveShard(0, batchSize);
  return of;
}

const bad = { riskScore: 7, paidAmount: '9.00' };
const aside = (reason: string, rows = 1) => ({
  ...{ subject: 'contract settled_claim@1', reason, rows },
  ...{ owner: 'claims-data', since: expect.any(String) },
});

describe.each(Object.entries(broken))('a row that breaks its promise by %s', (_what, [edit, reason]) => {
  it.each([1, 2, 100])(
    'is set aside in batches of %i, the rest goes on, and nothing says a value',
    async (batchSize) => {
      const of = await arrived(
        [edit],
        batchSize,
        ...[
          settledEvent(1, 'a', '9.00'),
          settledEvent(1, 'secret-1', '9.00', bad),
          settledEvent(1, 'b', '8.00'),
        ],
        ...[settledEvent(2, 'secret-2', '7.00', bad), settledEvent(2, 'c', '6.00')],
      );
      expect((await pipeline.serving()).map(({ claim_id }) => claim_id)).toEqual(['a', 'b', 'c']);
      expect(await pipeline.rows('select 1 from raw.parked')).toEqual([]);
      expect(await pipeline.rows('select key, owner from contract.set_aside order by key')).toEqual([
        { key: ['secret-1'], owner: 'claims-data' },
        { key: ['secret-2'], owner: 'claims-data' },
      ]);
      const found = await verify(pipeline.test.database, of, { maskKeys });
      expect(found).toMatchObject({ differences: [], broken: [], setAside: [aside(reason, 2)] });
      expect(JSON.stringify(found)).not.toContain('secret');
      const before = await pipeline.state();
      const again = await pipeline.derive();
      expect(again.contracts).toMatchObject([
        { inserted: 0, updated: 0, deleted: 0, setAside: [{ reason, rows: 2, isNew: 0 }] },
      ]);
      expect(await pipeline.state()).toEqual(before);
    },
  );

  it('goes from where it was served, and comes back when it is as declared again', async () => {
    const of = await arrived([edit], 1, ...['9.00', '8.00'].map((paid, day) => settledEvent(day, 'a', paid)));
    const step = async (day: number, riskScore: number) => {
      await pipeline.arriveIn(0, settledEvent(day, 'a', '7.00', { riskScore }));
      return deriveBatch(pipeline.test.database, of, 0, { maskKeys });
    };
    const left = { reason, rows: 1 };
    expect(await step(3, 7)).toMatchObject({
      contracts: [{ deleted: 1, setAside: [{ ...left, isNew: 1 }] }],
    });
    expect(await step(4, 7)).toMatchObject({
      contracts: [{ deleted: 0, setAside: [{ ...left, isNew: 0 }] }],
    });
    expect(await pipeline.serving()).toEqual([]);
    expect(await step(5, 3)).toMatchObject({ contracts: [{ inserted: 1, setAside: [] }] });
    expect(await pipeline.serving()).toMatchObject([{ claim_id: 'a', revision: '4' }]);
    expect(await pipeline.rows('select 1 from contract.set_aside')).toEqual([]);
    expect(await verify(pipeline.test.database, of, { maskKeys })).toMatchObject({
      differences: [],
      broken: [],
    });
  });

  it('is forgotten when there is nothing to compute any more', async () => {
    const of = await arrived(
      [edit],
      1,
      settledEvent(1, 'a', '9.00', bad),
      claimEvent(5, { claimId: 'a', claimedAmount: '1.00' }),
    );
    expect(await pipeline.state()).toMatchObject({ settled: [], setAside: [] });
    expect(await verify(pipeline.test.database, of, { maskKeys })).toMatchObject({ differences: [] });
  });

  it('is refused by a rebuild of a SELECT that has only now come to break it, unless that is asked to set it aside', async () => {
    pipeline = await createClaimsPipeline();
    await pipeline.arrive(settledEvent(1, 'a', '9.00'), settledEvent(1, 'b', '9.00', bad));
    await pipeline.derive();
    const of = derivedProject([edit]);
    const { database } = pipeline.test;
    const refused = await failureOf(rebuild(database, of, { maskKeys }));
    expect(refused).toMatchObject({ code: 'PROJECT_INVALID', fix: expect.stringContaining('--set-aside') });
    expect(refused.message).toContain(reason);
    expect(await pipeline.serving()).toHaveLength(2);
    expect(await rebuild(database, of, { maskKeys, setsAside: true })).toMatchObject({
      contracts: [{ deleted: 1, setAside: [{ reason, rows: 1, isNew: 1 }] }],
    });
    // It is known from here on.
    expect(await rebuild(database, of, { maskKeys })).toMatchObject({
      contracts: [{ setAside: [{ isNew: 0 }] }],
    });
    await pipeline.derive();
    expect(await pipeline.serving()).toHaveLength(2);
    expect(await pipeline.rows('select 1 from contract.set_aside')).toEqual([]);
  });
});

it('is set aside by a rebuild of the same project too, which comes upon it before the pipeline does', async () => {
  const [edit, reason] = broken['null'] ?? [];
  if (edit === undefined) throw new Error('There is no such edit.');
  await arrived([edit], 1, settledEvent(1, 'a', '9.00'));
  expect((await pipeline.derive()).contracts).toMatchObject([{ rows: 1, setAside: [] }]);
  await pipeline.arriveIn(0, settledEvent(1, 'b', '9.00', bad));
  expect((await pipeline.derive()).contracts).toMatchObject([{ setAside: [{ reason, rows: 1, isNew: 1 }] }]);
  expect(await pipeline.serving()).toHaveLength(1);
});

it('is missed by a verification where nobody knows of it', async () => {
  const [edit] = broken['null'] ?? [];
  if (edit === undefined) throw new Error('There is no such edit.');
  const of = await arrived([edit], 1, settledEvent(1, 'b', '9.00', bad));
  await pipeline.rows('delete from contract.set_aside');
  expect((await verify(pipeline.test.database, of, { maskKeys })).differences).toMatchObject([
    { table: 'contract.set_aside', missing: 1, extra: 0, different: 0 },
  ]);
});

describe('an assertion', () => {
  it('that breaks its promise is set aside, and the rest goes on', async () => {
    const of = await arrived(
      [
        [
          fixturePaths.resolveSql,
          'paid_amount - claimed_amount as difference',
          "(paid_amount - claimed_amount) / case when claim_id = 'secret' then 0 else 1 end as difference",
        ],
      ],
      100,
      settledEvent(1, 'a', '9.00'),
      settledEvent(1, 'secret', '9.00'),
    );
    expect(await pipeline.state()).toMatchObject({ balances: [{ claim_id: 'a' }] });
    expect(await verify(pipeline.test.database, of, { maskKeys })).toMatchObject({
      differences: [],
      setAside: [
        {
          ...{ subject: 'reconciliation claim_balance', rows: 1 },
          reason: 'its SELECT fails: division by zero [22012]',
        },
      ],
    });
  });

  it('without its key is none, and a rebuild says so', async () => {
    const of = await arrived(
      [[fixturePaths.resolveSql, 'select claim_id,', "select nullif(claim_id, 'secret') as claim_id,"]],
      100,
      settledEvent(1, 'a', '9.00'),
      settledEvent(1, 'secret', '9.00'),
    );
    expect(await pipeline.state()).toMatchObject({ balances: [{ claim_id: 'a' }], setAside: [] });
    expect(await verify(pipeline.test.database, of, { maskKeys })).toMatchObject({ differences: [] });
    expect(await pipeline.derive()).toMatchObject({
      reconciliations: [
        { setAside: [{ reason: expect.stringContaining('column claim_id is null'), rows: 1, isNew: 0 }] },
      ],
    });
  });
});

describe('a SELECT that fails', () => {
  const over = (select: string): Edit => [
    settledClaimSql,
    'from claim_intake.claims',
    `from (${select}) as claims`,
  ];
  const failing = 'select c.*, 1 / (c.risk_score - 7) as failing from claim_intake.claims c';

  it('in a subquery that is one row a key is tried key by key too', async () => {
    const of = await arrived(
      [
        over(`select distinct on (claim_id) * from (${failing}) c order by claim_id`),
        [
          settledClaimSql,
          'claims.risk_score,',
          'coalesce(claims.failing, 0) + claims.risk_score as risk_score,',
        ],
      ],
      100,
      ...['a', 'b', 'c'].map((claim) => settledEvent(1, claim, '9.00')),
      settledEvent(1, 'secret', '9.00', bad),
    );
    expect((await pipeline.serving()).map(({ claim_id }) => claim_id)).toEqual(['a', 'b', 'c']);
    expect(await verify(pipeline.test.database, of, { maskKeys })).toMatchObject({
      ...{ differences: [], broken: [] },
      setAside: [{ reason: 'its SELECT fails: division by zero [22012]', rows: 1 }],
    });
  });

  it('for one key also where others are asked for is an error, and no other key is set aside for it', async () => {
    const of = derivedProject([
      over(`with c as materialized (${failing}) select * from c where failing is distinct from 5`),
    ]);
    pipeline = await createClaimsPipeline(of);
    await pipeline.arriveIn(0, settledEvent(1, 'a', '9.00'), settledEvent(1, 'secret', '9.00', bad));
    const error = await failureOf(deriveBatch(pipeline.test.database, of, 0, { maskKeys }));
    expect(error).toMatchObject({
      code: 'PROJECT_INVALID',
      message: expect.stringContaining('its SELECT failed: division by zero [22012]'),
    });
    expect(await pipeline.rows('select 1 from contract.set_aside')).toEqual([]);
  });

  it('for all of its keys is an error', async () => {
    pipeline = await createClaimsPipeline();
    await pipeline.arrive(...Array.from({ length: 1_001 }, (_, at) => settledEvent(1, `c${at}`, '9.00')));
    const of = derivedProject([
      [settledClaimSql, 'claims.risk_score,', '(1 / (length(claims.claim_id) * 0)) as risk_score,'],
    ]);
    expect(
      await failureOf(rebuild(pipeline.test.database, of, { maskKeys, setsAside: true, batchSize: 1_000 })),
    ).toMatchObject({
      code: 'PROJECT_INVALID',
      message: expect.stringContaining('fails for more than 1000 keys'),
    });
    expect(await pipeline.rows('select 1 from contract.set_aside')).toEqual([]);
  }, 120_000);
});
