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
  'a time that no DateTime is': [
    [
      settledClaimSql,
      'claims.settled_at,',
      `claims.settled_at + case when ${isBad} then interval '8000 years' else interval '0' end as settled_at,`,
    ],
    'column settled_at has a value that no DateTime of field settledAt can be (from 0001-01-01 to 9999-12-31 in UTC)',
  ],
  'having its key with another row': [
    [
      settledClaimSql,
      'from claim_intake.claims',
      `from (select * from claim_intake.claims union all select * from claim_intake.claims where ${isBad.replace('claims.', '')}) as claims`,
    ],
    'the SELECT has several rows for one key (claim_id)',
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
    expect(await rebuild(database, of, { maskKeys, refuses: 'NONE' })).toMatchObject({
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

it('is refused by a pipeline that starts with another version where it is served, and no other is', async () => {
  const [edit] = broken['null'] ?? [];
  if (edit === undefined) throw new Error('There is no such edit.');
  const of = derivedProject([edit]);
  pipeline = await createClaimsPipeline();
  await pipeline.arrive(settledEvent(1, 'a', '9.00'), settledEvent(1, 'b', '9.00', bad));
  await pipeline.derive();
  const start = () => rebuild(pipeline.test.database, of, { maskKeys, refuses: 'SERVED' });
  expect(await failureOf(start())).toMatchObject({ code: 'PROJECT_INVALID' });
  await pipeline.arrive(settledEvent(2, 'b', '9.00'));
  await pipeline.derive();
  // Has arrived, and nobody is served it yet.
  await pipeline.arrive(settledEvent(3, 'c', '9.00', bad));
  expect(await start()).toMatchObject({ contracts: [{ setAside: [{ rows: 1, isNew: 1 }] }] });
  expect((await pipeline.serving()).map(({ claim_id }) => claim_id)).toEqual(['a', 'b']);
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

it('of an assertion is set aside too', async () => {
  const of = await arrived(
    [
      [fixturePaths.reconciliation, 'difference: Decimal', 'difference: Decimal!'],
      [
        fixturePaths.resolveSql,
        'paid_amount - claimed_amount as difference',
        "case when claim_id <> 'secret' then paid_amount - claimed_amount end as difference",
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
        reason: 'column difference is null, and field difference is never null',
      },
    ],
  });
});

it('is one where a list has a value that none of its type can be', async () => {
  await arrived(
    [
      [
        fixturePaths.settledClaim,
        '  "Former name of',
        '  "What was paid when." amounts: [Decimal] @classified(as: PUBLIC)\n  "Former name of',
      ],
      [
        settledClaimSql,
        '  claims.risk_score,',
        `  array[1.5, null, case when ${isBad} then 'Infinity'::numeric else 2 end] as amounts, claims.risk_score,`,
      ],
    ],
    1,
    settledEvent(1, 'a', '9.00'),
    settledEvent(1, 'b', '9.00', bad),
  );
  expect((await pipeline.serving()).map(({ claim_id }) => claim_id)).toEqual(['a']);
  expect(await pipeline.rows('select reason from contract.set_aside')).toEqual([
    {
      reason:
        'column amounts has a value that no Decimal of field amounts can be (each item a finite number)',
    },
  ]);
});

it('is none where a list of an enum has a null that it may have', async () => {
  await arrived(
    [
      [
        fixturePaths.settledClaim,
        '  "Former name of',
        '  "All ways it went." outcomes: [ClaimOutcome] @classified(as: PUBLIC)\n  "Former name of',
      ],
      [
        settledClaimSql,
        '  claims.risk_score,',
        "  array['PAID_IN_PART', null] as outcomes, claims.risk_score,",
      ],
    ],
    100,
    settledEvent(1, 'a', '9.00'),
  );
  expect(await pipeline.serving()).toHaveLength(1);
  expect(await pipeline.rows('select 1 from contract.set_aside')).toEqual([]);
});

describe('what no row can stand for stops the batch, and nothing is set aside for it', () => {
  it.each<[string, Edit, string]>([
    [
      'a SELECT that fails',
      [settledClaimSql, 'claims.risk_score,', '(1 / (claims.risk_score - 7)) as risk_score,'],
      'its SELECT failed: division by zero [22012]',
    ],
  ])('%s', async (_what, edit, message) => {
    const of = derivedProject([edit]);
    pipeline = await createClaimsPipeline(of);
    await pipeline.arriveIn(0, settledEvent(1, 'a', '9.00'), settledEvent(1, 'secret', '9.00', bad));
    const error = await failureOf(deriveBatch(pipeline.test.database, of, 0, { maskKeys }));
    expect(error).toMatchObject({ code: 'PROJECT_INVALID', message: expect.stringContaining(message) });
    expect(await pipeline.rows('select 1 from contract.set_aside')).toEqual([]);
  });

  it('a key that is null, whatever the rebuild is asked for', async () => {
    pipeline = await createClaimsPipeline();
    await pipeline.arrive(settledEvent(1, 'a', '9.00'));
    await pipeline.derive();
    const of = derivedProject([
      [
        settledClaimSql,
        'select\n  claims.claim_id,',
        'select\n  nullif(claims.claim_id, claims.claim_id) as claim_id,',
      ],
    ]);
    expect(await failureOf(rebuild(pipeline.test.database, of, { maskKeys, refuses: 'NONE' }))).toMatchObject(
      {
        code: 'PROJECT_INVALID',
        message: expect.stringContaining('its key (claim_id) is null in 1 rows'),
      },
    );
    expect(await pipeline.serving()).toHaveLength(1);
  });
});
