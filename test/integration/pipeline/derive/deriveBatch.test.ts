import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deriveBatch } from '../../../../src/pipeline/derive/deriveBatch.ts';
import { alone } from '../../../../src/pipeline/derive/derivationLocks.ts';
import { holdLease } from '../../../../src/pipeline/lease/renewLease.ts';
import { takeLease } from '../../../../src/pipeline/lease/takeLease.ts';
import {
  claimEvent,
  createClaimsPipeline,
  maskKeys,
  project,
  settledEvent,
  type ClaimsPipeline,
} from '../../../support/claimsPipeline.ts';
import { createDatabase } from '../../../../src/storage/createDatabase.ts';
import { failureOf } from '../../../support/failureOf.ts';
import { until } from '../../../support/until.ts';

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline();
});
afterEach(() => pipeline.close());

/** A history with everything in it: repeats, late events, exceptions that come and go, rows that go, and poison. */
const history = [
  claimEvent(1, { claimId: 'a', claimedAmount: '10.00' }),
  settledEvent(2, 'a', '9.50'),
  settledEvent(3, 'b', '10.00', { office: 'Sevilla' }),
  settledEvent(3, 'b', '10.00', { office: 'Sevilla' }),
  claimEvent(4, { claimId: 'poison', riskScore: 'much' }),
  settledEvent(5, 'c', '25.00'),
  settledEvent(6, 'c', '9.00'),
  settledEvent(4, 'd', '1.00'),
  claimEvent(9, { claimId: 'd', claimedAmount: '1.00' }),
  settledEvent(8, 'a', '8.00', { office: 'Sevilla', riskScore: 3 }),
  settledEvent(10, 'e', '30.00'),
];

describe('a batch', () => {
  it.each([1, 2, 100])('I2: of %i events leaves what a rebuild leaves', async (batchSize) => {
    for (const line of history) {
      await pipeline.arriveIn(0, line);
      if (batchSize === 1) await pipeline.deriveShard(0, 1);
    }
    await pipeline.deriveShard(0, batchSize);
    const incremental = await pipeline.state();
    expect(incremental['settled']).not.toEqual([]);
    expect(incremental['exceptions']).not.toEqual([]);
    expect(incremental['parked']).not.toEqual([]);
    const { contracts, reconciliations } = await pipeline.derive();
    expect(contracts).toMatchObject([{ inserted: 0, updated: 0, deleted: 0 }]);
    expect(reconciliations).toMatchObject([{ opened: 0, resolved: 0 }]);
    expect(await pipeline.state()).toEqual(incremental);
  });

  it('is of no more bytes than fit, but of one event whatever its size, and so are the steps of a rebuild', async () => {
    await pipeline.arriveIn(0, ...['a', 'b', 'c'].map((claim) => settledEvent(1, claim, '12.00')));
    await pipeline.test.database.execute({
      text: `update raw.event set value = value || convert_to(repeat(' ', $1), 'UTF8')`,
      values: [33 * 1024 * 1024],
    });
    expect(await pipeline.deriveShard(0, 1_000)).toBe(3);
    const incremental = await pipeline.state();
    expect(incremental['claims']).toHaveLength(3);
    const steps: number[] = [];
    await pipeline.derive(project, ({ phase, done }) => {
      if (phase === 'PROJECT') steps.push(done);
    });
    expect(steps).toEqual([0, 1, 2, 3]);
    expect(await pipeline.state()).toEqual(incremental);
  });

  it('tells at each step that it is not stuck', async () => {
    await pipeline.arriveIn(0, settledEvent(1, 'a', '12.00'));
    let turns = 0;
    await deriveBatch(pipeline.test.database, project, 0, { maskKeys, onTurn: () => (turns += 1) });
    // A product, a reconciliation and a contract.
    expect(turns).toBe(3);
  });

  it('counts what it did, and there is nothing to do after it', async () => {
    await pipeline.arriveIn(0, ...history.slice(0, 5));
    const options = { maskKeys, batchSize: 100 };
    expect(await deriveBatch(pipeline.test.database, project, 0, options)).toEqual({
      events: 5,
      products: [{ product: 'claim_intake', inputs: 5, applied: 4, parked: 1 }],
      reconciliations: [{ reconciliation: 'claim_balance', setAside: [] }],
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
    expect(await deriveBatch(pipeline.test.database, project, 0, options)).toBeUndefined();
    expect(await deriveBatch(pipeline.test.database, project, 1, options)).toBeUndefined();
  });

  it('waits for whoever derives alone without failing a lock', async () => {
    const failed: string[] = [];
    const database = createDatabase({
      connectionString: pipeline.test.connectionString,
      onStatement: ({ text, ok }) => {
        if (!ok) failed.push(text);
      },
    });
    await pipeline.arriveIn(0, settledEvent(1, 'a', '9.50'));
    await pipeline.test.database.transaction(async (transaction) => {
      await transaction.script(alone);
      expect(await deriveBatch(database, project, 0, { maskKeys })).toBeUndefined();
    });
    expect(failed).toEqual([]);
    expect(await deriveBatch(database, project, 0, { maskKeys })).toMatchObject({ events: 1 });
    await database.close();
  });

  it('leaves alone what its events do not change, and derives no contract for them', async () => {
    await pipeline.arriveIn(0, settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '9.50'));
    await pipeline.deriveShard(0, 100);
    await pipeline.arriveIn(0, settledEvent(1, 'a', '9.50'));
    const result = await deriveBatch(pipeline.test.database, project, 0, { maskKeys });
    expect(result).toMatchObject({ events: 1, contracts: [] });
    expect(await pipeline.changes()).toHaveLength(2);
  });

  it('gives each change the next revision of its key and a place in the outbox', async () => {
    await pipeline.arriveIn(0, settledEvent(1, 'a', '1.00'));
    await pipeline.deriveShard(0, 100);
    await pipeline.arriveIn(0, settledEvent(2, 'a', '2.00'), settledEvent(2, 'b', '2.00'));
    await pipeline.deriveShard(0, 1);
    expect(await pipeline.changes()).toEqual([
      { key: ['a'], revision: '1', after: '1', before: null },
      { key: ['a'], revision: '2', after: '2', before: '1' },
      { key: ['b'], revision: '1', after: '2', before: null },
    ]);
    expect(await pipeline.rows('select change_id from contract.outbox order by 1')).toEqual(
      await pipeline.rows('select id as change_id from contract.change order by 1'),
    );
  });

  it('opens and resolves exceptions as facts arrive', async () => {
    const exceptions = (): Promise<unknown> =>
      pipeline.rows(
        'select subject, resolved_at is null as open from reconciliation.exception order by opened_at',
      );
    await pipeline.arriveIn(0, settledEvent(1, 'a', '25.00'));
    await pipeline.deriveShard(0, 100);
    const first = await pipeline.rows('select id, opened_at, due_at from reconciliation.exception');
    expect(first).toHaveLength(1);
    await pipeline.arriveIn(0, settledEvent(1, 'b', '25.00'));
    await pipeline.deriveShard(0, 100);
    expect(await pipeline.rows('select id, opened_at, due_at from reconciliation.exception')).toEqual(
      expect.arrayContaining(first),
    );
    await pipeline.arriveIn(0, settledEvent(2, 'a', '10.00'));
    await pipeline.deriveShard(0, 100);
    expect(await exceptions()).toEqual([
      { subject: { claim_id: 'a' }, open: false },
      { subject: { claim_id: 'b' }, open: true },
    ]);
  });
});

describe('two shards', () => {
  it('I2: that reach the same keys at once leave what a rebuild leaves', async () => {
    for (let round = 0; round < 10; round += 1) {
      for (const partition of [0, 1]) {
        const time = round * 2 + partition + 1;
        await pipeline.arriveIn(partition, settledEvent(time, `claim-${round % 3}`, `${time}.25`));
        await pipeline.arriveIn(partition, settledEvent(time, `only-${partition}-${round}`, '10.00'));
      }
    }
    await Promise.all([pipeline.deriveShard(0, 2), pipeline.deriveShard(1, 3)]);
    const incremental = await pipeline.state();
    expect((await pipeline.derive()).contracts).toMatchObject([{ inserted: 0, updated: 0, deleted: 0 }]);
    expect(await pipeline.state()).toEqual(incremental);
  });

  it('date what they derive one after the other in this order, also where the later one began earlier', async () => {
    await pipeline.arriveIn(0, settledEvent(1, '0', '1.00'), settledEvent(1, 'a', '9.00'));
    await pipeline.deriveShard(0, 100);
    await pipeline.arriveIn(0, settledEvent(2, '0', '2.00'), settledEvent(3, 'a', '10.00'));
    await pipeline.arriveIn(1, settledEvent(2, 'a', '25.00'));
    const early = await pipeline.test.database.transaction(async (transaction) => {
      await transaction.query({ text: `select from claim_intake.claims where claim_id = '0' for update` });
      const waiting = pipeline.deriveShard(0, 100);
      await until('it waits', async () => {
        const blocked = `select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))`;
        return (await transaction.query({ text: blocked })).length > 0;
      });
      // Opens an exception about the claim, which the one that waits resolves.
      await pipeline.deriveShard(1, 100);
      return { waiting };
    });
    await early.waiting;
    expect(
      await pipeline.rows(`
        select revision::int, (after ->> 'paidAmount')::int as paid,
          committed_at >= lag(committed_at, 1, committed_at) over (order by revision) as "inOrder"
        from contract.change where key = '["a"]' order by revision`),
    ).toEqual([
      { revision: 1, paid: 9, inOrder: true },
      { revision: 2, paid: 25, inOrder: true },
      { revision: 3, paid: 10, inOrder: true },
    ]);
    expect(
      await pipeline.rows(`
        select resolved_at > opened_at as lasted, due_at - opened_at = interval '3 days' as due
        from reconciliation.exception`),
    ).toEqual([{ lasted: true, due: true }]);
    expect(
      await pipeline.rows(`
        select s._changed_at = c.committed_at as same from contract.settled_claim_v1 s
        join contract.change c on c.key = jsonb_build_array(s.claim_id) and c.revision = s._revision`),
    ).toEqual([{ same: true }, { same: true }]);
  });
});

describe('a lease', () => {
  const shard = 'shard:0';

  it('moves on from a process that froze in the midst of a batch, and refuses what it writes when it wakes', async () => {
    const { database } = pipeline.test;
    await pipeline.arriveIn(0, settledEvent(1, 'a', '9.50'));
    const lease = await takeLease(database, shard, 'frozen', 300);
    if (lease === undefined) throw new Error('The lease is not free.');
    const frozen = failureOf(
      database.transaction(async (transaction) => {
        await holdLease(transaction, lease);
        await transaction.execute({ text: `insert into pipeline.position values ('intake.claims', 0, 1)` });
        await wait(1_000);
        await transaction.execute({ text: `update pipeline.position set next_offset = 2` });
      }),
    );
    await wait(600);
    const taken = await takeLease(database, shard, 'other', 60_000);
    expect(taken).toMatchObject({ holder: 'other', epoch: '2' });
    expect((await frozen).code).toBe('DATABASE_UNAVAILABLE');
    expect(await pipeline.rows('select * from pipeline.position')).toEqual([]);
  });

  it('that was lost refuses the batch, and nothing of it stays', async () => {
    const { database } = pipeline.test;
    await pipeline.arriveIn(0, settledEvent(1, 'a', '9.50'));
    const lease = await takeLease(database, shard, 'frozen', 60_000);
    if (lease === undefined) throw new Error('The lease is free.');
    expect(await takeLease(database, shard, 'other', 60_000)).toBeUndefined();
    await database.execute({ text: 'update pipeline.lease set expires_at = clock_timestamp()' });
    expect(await takeLease(database, shard, 'other', 60_000)).toMatchObject({ holder: 'other', epoch: '2' });
    const error = await failureOf(deriveBatch(database, project, 0, { maskKeys, lease }));
    expect(error.code).toBe('LEASE_LOST');
    expect(await pipeline.changes()).toEqual([]);
    expect(await pipeline.rows('select * from pipeline.position')).toEqual([]);
  });

  it('cannot be taken while a batch under it is at work, expired or not', async () => {
    const { database } = pipeline.test;
    const lease = await takeLease(database, shard, 'slow', 1_000);
    if (lease === undefined) throw new Error('The lease is free.');
    await database.transaction(async (transaction) => {
      await transaction.execute({
        text: `update pipeline.lease set expires_at = clock_timestamp() where name = $1`,
        values: [shard],
      });
      expect(await takeLease(database, shard, 'other', 1_000)).toBeUndefined();
    });
    expect(await takeLease(database, shard, 'other', 1_000)).toMatchObject({ epoch: '2' });
  });
});
