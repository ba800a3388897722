import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rebuild } from '../../../src/pipeline/rebuild/rebuild.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import type { RebuildProgress } from '../../../src/pipeline/rebuild/RebuildProgress.ts';
import {
  claimEvent,
  createClaimsPipeline,
  maskKeys,
  migrationsDir,
  project,
  settledEvent,
  type ClaimsPipeline,
} from '../../support/claimsPipeline.ts';

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline();
});
afterEach(() => pipeline.close());

describe('a rebuild', () => {
  it('derives products with lineage, reconciliations and contracts from raw', async () => {
    await pipeline.arrive(
      claimEvent(1, { claimId: 'a', claimedAmount: '10' }),
      settledEvent(2, 'a', '9.50'),
      settledEvent(3, 'b', '10.00', { office: 'Sevilla' }),
      claimEvent(4, { claimId: 'c' }),
    );
    const result = await pipeline.derive();
    expect(result).toEqual({
      products: [{ product: 'claim_intake', inputs: 4, applied: 4, parked: 0 }],
      reconciliations: [
        {
          reconciliation: 'claim_balance',
          assertions: 3,
          open: 0,
          opened: 0,
          resolved: 0,
          setAside: [],
          unreached: 0,
          unreachedExceptions: 0,
        },
      ],
      contracts: [
        {
          contract: 'settled_claim@1',
          rows: 2,
          inserted: 2,
          updated: 0,
          deleted: 0,
          setAside: [],
          unreached: 0,
        },
      ],
    });
    expect(await pipeline.serving()).toEqual([
      { claim_id: 'a', paid: '9.5', outcome: 'PAID_IN_PART', region: 'NORTH', revision: '1' },
      { claim_id: 'b', paid: '10', outcome: 'PAID_IN_FULL', region: 'SOUTH', revision: '1' },
    ]);
    expect(
      await pipeline.rows(`select claim_id, "offset" from claim_intake.claims__event order by 1, 2`),
    ).toEqual([
      { claim_id: 'a', offset: '0' },
      { claim_id: 'a', offset: '1' },
      { claim_id: 'b', offset: '2' },
      { claim_id: 'c', offset: '3' },
    ]);
  });

  it('records each change as it is on the wire, hidden columns too', async () => {
    await pipeline.arrive(settledEvent(2, 'a', '9.50', { riskScore: 7 }));
    await pipeline.derive();
    const [change] = await pipeline.rows(
      'select contract, key, revision, after, before from contract.change',
    );
    expect(change).toEqual({
      contract: 'settled_claim@1',
      key: ['a'],
      revision: '1',
      before: null,
      after: {
        ...{
          claimId: 'a',
          settledAt: '2026-01-02T03:04:05.000Z',
          paidAmount: '9.5',
          currency: 'EUR',
          region: 'NORTH',
        },
        ...{
          holderEmail: null,
          riskScore: 7,
          outcome: 'PAID_IN_PART',
          locality: null,
          oldReference: null,
          office: 'Uppsala',
        },
        payments: [{ sentAt: '2026-01-02T03:04:05+00:00', amount: '9.50' }],
      },
    });
  });

  it('changes nothing the second time', async () => {
    await pipeline.arrive(
      settledEvent(2, 'a', '9.50'),
      settledEvent(3, 'b', '20'),
      claimEvent(4, { claimId: 'c', riskScore: 'much' }),
    );
    await pipeline.derive();
    const everything = async (): Promise<unknown> => [
      await pipeline.rows('select * from contract.settled_claim_v1 order by claim_id'),
      await pipeline.rows('select * from contract.change order by id'),
      await pipeline.rows('select * from reconciliation.exception'),
      await pipeline.rows('select * from reconciliation.exception_reach'),
      await pipeline.rows('select * from raw.parked'),
      await pipeline.rows('select * from contract.masked_value'),
      await pipeline.rows('select ctid::text from reconciliation.claim_balance'),
    ];
    const first = await everything();
    const again = await pipeline.derive();
    expect(again.contracts).toEqual([
      {
        contract: 'settled_claim@1',
        rows: 2,
        inserted: 0,
        updated: 0,
        deleted: 0,
        setAside: [],
        unreached: 0,
      },
    ]);
    expect(await everything()).toEqual(first);
  });

  it('gives each key revisions without gaps, also over deletion and return', async () => {
    await pipeline.arrive(settledEvent(1, 'a', '1'), settledEvent(1, 'b', '1'));
    await pipeline.derive();
    await pipeline.arrive(settledEvent(2, 'a', '2'));
    await pipeline.derive();
    await pipeline.arrive(claimEvent(3, { claimId: 'a', claimedAmount: '10' }));
    expect((await pipeline.derive()).contracts).toMatchObject([{ inserted: 0, updated: 0, deleted: 1 }]);
    await pipeline.arrive(settledEvent(4, 'a', '4.0'));
    await pipeline.derive();
    expect(await pipeline.changes()).toEqual([
      { key: ['a'], revision: '1', after: '1', before: null },
      { key: ['b'], revision: '1', after: '1', before: null },
      { key: ['a'], revision: '2', after: '2', before: '1' },
      { key: ['a'], revision: '3', after: null, before: '2' },
      { key: ['a'], revision: '4', after: '4', before: null },
    ]);
    expect(await pipeline.serving()).toMatchObject([
      { claim_id: 'a', revision: '4' },
      { claim_id: 'b', revision: '1' },
    ]);
  });

  it('goes on with revisions after the serving table was dropped and made anew', async () => {
    await pipeline.arrive(settledEvent(1, 'a', '1'));
    await pipeline.derive();
    await pipeline.test.database.execute({ text: 'drop table contract.settled_claim_v1' });
    await migrate(pipeline.test.database, { migrationsDir, project });
    await pipeline.derive();
    expect(await pipeline.serving()).toMatchObject([{ claim_id: 'a', revision: '2' }]);
  });

  it('I2: gives the same state whatever the order and the batches in which events arrive', async () => {
    const lines = Array.from({ length: 24 }, (_, n) =>
      settledEvent(n + 1, `claim-${n % 5}`, `${n}.50`, { office: n % 2 === 0 ? 'Uppsala' : 'Sevilla' }),
    );
    const state = async (): Promise<unknown> => [
      await pipeline.rows('select * from claim_intake.claims order by claim_id'),
      await pipeline.rows('select * from reconciliation.claim_balance order by claim_id'),
      await pipeline.rows(
        'select claim_id, settled_at, paid_amount, region, outcome, payments from contract.settled_claim_v1 order by claim_id',
      ),
      await pipeline.rows(
        'select kind, subject, detail from reconciliation.exception where resolved_at is null order by 1, 2',
      ),
    ];
    await pipeline.arrive(...lines);
    await pipeline.derive();
    const inOrder = await state();
    for (const shuffled of [
      lines.toReversed(),
      lines.toSorted(
        (a, b) => ((a.length * 7 + a.charCodeAt(60)) % 13) - ((b.length * 7 + b.charCodeAt(60)) % 13),
      ),
    ]) {
      await pipeline.close();
      pipeline = await createClaimsPipeline();
      await pipeline.arrive(...shuffled.slice(0, 7));
      await pipeline.derive();
      await pipeline.arrive(...shuffled.slice(7));
      await pipeline.derive();
      expect(await state()).toEqual(inOrder);
    }
  });

  it('tells how far it is', async () => {
    await pipeline.arrive(
      settledEvent(1, 'a', '1'),
      settledEvent(1, 'b', '1'),
      settledEvent(1, 'c', '1'),
      settledEvent(1, 'd', '1'),
    );
    const seen: RebuildProgress[] = [];
    await pipeline.derive(project, (progress) => seen.push(progress));
    expect(seen.map(({ phase, name, done, total }) => `${phase} ${name} ${done}/${total}`)).toEqual([
      'PROJECT claim_intake 0/4',
      'PROJECT claim_intake 3/4',
      'PROJECT claim_intake 4/4',
      'RECONCILE claim_balance 0/1',
      'RECONCILE claim_balance 1/1',
      'MATERIALIZE settled_claim@1 0/1',
      'MATERIALIZE settled_claim@1 1/1',
    ]);
  });
});

describe('readers', () => {
  it('see the state before or the state after, and are not held up', async () => {
    await pipeline.arrive(settledEvent(1, 'a', '1'), settledEvent(1, 'b', '1'));
    await pipeline.derive();
    await pipeline.arrive(settledEvent(2, 'a', '2'), settledEvent(2, 'b', '2'));
    const reader = pipeline.test.connect({ statementTimeoutMs: 2_000 });
    const seen: unknown[] = [];
    const looks: Promise<void>[] = [];
    await pipeline.derive(project, () => {
      looks.push(
        reader
          .query({
            text: `select (select array_agg(paid_amount::text order by claim_id) from contract.settled_claim_v1) as paid,
              (select count(*)::int from claim_intake.claims__event) as events`,
          })
          .then(([row]) => {
            seen.push(row);
          }),
      );
    });
    await Promise.all(looks);
    expect(seen.length).toBeGreaterThan(4);
    for (const row of seen) {
      expect([
        { paid: ['1', '1'], events: 2 },
        { paid: ['2', '2'], events: 4 },
      ]).toContainEqual(row);
    }
  });

  it('and rebuilds at once take turns and agree', async () => {
    await pipeline.arrive(settledEvent(1, 'a', '1'));
    const results = await Promise.all(
      [1, 2, 3].map(() => rebuild(pipeline.test.connect(), project, { maskKeys })),
    );
    expect(results.map(({ contracts }) => contracts[0]?.inserted).sort()).toEqual([0, 0, 1]);
    expect(await pipeline.changes()).toHaveLength(1);
  });
});
