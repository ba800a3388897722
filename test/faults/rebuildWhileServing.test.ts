import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runDeriver } from '../../src/pipeline/derive/runDeriver.ts';
import { rebuild } from '../../src/pipeline/rebuild/rebuild.ts';
import { createGateway } from '../../src/server/createGateway.ts';
import { createLogger } from '../../src/server/logging/createLogger.ts';
import {
  createClaimsPipeline,
  maskKeys,
  project,
  settledEvent,
  type ClaimsPipeline,
} from '../support/claimsPipeline.ts';
import { askGateway } from '../support/clinicGateway.ts';
import { derivedProjectFiles } from '../support/derivedProject.ts';
import { runConcordat, startConcordat } from '../support/runConcordat.ts';
import { writeProject } from '../support/writeProject.ts';
import { developmentAuthenticator } from '../support/developmentAuthenticator.ts';

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline();
});
afterEach(() => pipeline.close());

const claims = Array.from({ length: 60 }, (_, n) => `claim-${String(n).padStart(2, '0')}`);
const paid = (time: number, amount: string) => claims.map((claim) => settledEvent(time, claim, amount));

async function expectNothingToRebuild(): Promise<void> {
  const before = await pipeline.state();
  const { contracts, reconciliations } = await rebuild(pipeline.test.database, project, { maskKeys });
  expect(contracts).toMatchObject([{ inserted: 0, updated: 0, deleted: 0 }]);
  expect(reconciliations).toMatchObject([{ opened: 0, resolved: 0 }]);
  expect(await pipeline.state()).toEqual(before);
}

describe('fault 25: a rebuild while the gateway serves', () => {
  it('I2, I9: gives the answers of before or of after, none in between, and holds none up', async () => {
    await pipeline.arrive(...paid(1, '1.00'));
    await pipeline.derive();
    await pipeline.arrive(...paid(2, '2.00'));
    const now = () => new Date('2026-11-23T12:00:00Z');
    const gateway = createGateway({
      ...{ project, database: pipeline.test.connect({ statementTimeoutMs: 3_000 }), maskKeys, now },
      authenticator: developmentAuthenticator(now),
      cursorKey: 'a cursor key of the tests',
      logger: createLogger({ level: 'silent' }),
    });
    const url = await gateway.listen({ port: 0, host: '127.0.0.1' });
    const query = '{ settledClaimV1List(first: 100) { totalCount nodes { claimId paidAmount } } }';
    const ask = () =>
      askGateway(url, { query, as: { consumer: 'month-end-close', purposes: ['FINANCIAL_CLOSE'] } });
    const answer = (amount: string) => ({
      settledClaimV1List: {
        totalCount: 60,
        nodes: claims.map((claimId) => ({ claimId, paidAmount: amount })),
      },
    });
    try {
      const rebuilding = pipeline.derive().then(() => 'REBUILT' as const);
      const during: unknown[] = [];
      while ((await Promise.race([rebuilding, setTimeout(0, 'REBUILDING' as const)])) === 'REBUILDING') {
        const { data, errors } = await ask();
        expect(errors).toEqual([]);
        during.push(data);
      }
      const isNew = during.map((data) => JSON.stringify(data) === JSON.stringify(answer('2')));
      expect(during.filter((_, index) => isNew[index] !== true)).toEqual(
        isNew.filter((one) => !one).map(() => answer('1')),
      );
      // Once it is there, the new state stays.
      expect(isNew).toEqual(isNew.toSorted());
      expect(isNew.filter((one) => !one).length).toBeGreaterThan(3);
      expect((await ask()).data).toEqual(answer('2'));
    } finally {
      await gateway.close({ deadlineMs: 1_000 });
    }
  });

  it('I1, I2: leaves to the pipeline what arrives meanwhile, which derives it once', async () => {
    await pipeline.arriveIn(0, ...paid(1, '1.00'));
    const arrivals: Promise<void>[] = [];
    await pipeline.derive(project, ({ phase }) => {
      if (phase === 'PROJECT' && arrivals.length < 5)
        arrivals.push(
          pipeline.arriveIn(
            arrivals.length,
            settledEvent(2, 'claim-00', '2.00'),
            settledEvent(2, `new-${arrivals.length}`, '3.00'),
          ),
        );
    });
    await Promise.all(arrivals);
    const positions = await pipeline.rows('select next_offset from pipeline.position');
    expect(positions).toEqual([{ next_offset: '60' }]);
    for (const shard of [0, 1, 2, 3, 4]) await pipeline.deriveShard(shard, 100);
    expect(await pipeline.rows('select count(*)::int as events from claim_intake.claims__event')).toEqual([
      { events: 70 },
    ]);
    expect(
      await pipeline.rows(
        `select count(*)::int as changes, count(distinct key)::int as keys from contract.change`,
      ),
    ).toEqual([{ changes: 66, keys: 65 }]);
    expect(await pipeline.rows('select count(*)::int as waiting from contract.outbox')).toEqual([
      { waiting: 66 },
    ]);
    await expectNothingToRebuild();
  });

  it('makes the pipeline wait and go on, without its being stuck or failing', async () => {
    await pipeline.arriveIn(0, ...paid(1, '1.00'));
    const stop = new AbortController();
    const failures: unknown[] = [];
    let turns = 0;
    let batches = 0;
    const deriver = runDeriver({
      ...{ database: pipeline.test.connect(), project, maskKeys, signal: stop.signal, holder: 'deriver' },
      ...{ pollMs: 5, leaseMs: 1_000 },
      onTurn: () => (turns += 1),
      onBatch: () => (batches += 1),
      onFailure: (error) => failures.push(error),
    });
    const blocker = pipeline.test.connect();
    const release = Promise.withResolvers<undefined>();
    const isHeld = Promise.withResolvers<undefined>();
    while (batches === 0) await setTimeout(10);
    // A row that the rebuild must write keeps it in its midst.
    const blocking = blocker.transaction(async (transaction) => {
      await transaction.query({ text: 'select from claim_intake.claims for update' });
      isHeld.resolve(undefined);
      await release.promise;
    });
    await isHeld.promise;
    const rebuilding = pipeline.derive();
    await setTimeout(200);
    await pipeline.arriveIn(0, ...paid(2, '2.00'));
    const [turnsBefore, batchesBefore] = [turns, batches];
    // Longer than a lease: the work goes to nobody else meanwhile.
    await setTimeout(1_500);
    expect(turns - turnsBefore).toBeGreaterThan(10);
    expect(batches).toBe(batchesBefore);
    release.resolve(undefined);
    await Promise.all([blocking, rebuilding]);
    while (batches === batchesBefore) await setTimeout(10);
    stop.abort();
    await deriver;
    expect(failures).toEqual([]);
    await expectNothingToRebuild();
    expect((await pipeline.serving()).every(({ paid: amount }) => amount === '2')).toBe(true);
  });
});

describe('fault 2: a rebuild that is killed', () => {
  it.each([
    ['while it projects', 'claim_intake.claims'],
    ['while it reconciles', 'reconciliation.claim_balance'],
    ['while it writes a serving table', 'contract.settled_claim_v1'],
  ])(
    '%s leaves everything as it was, and can be run again',
    async (_, table) => {
      const root = await writeProject(derivedProjectFiles());
      const environment = {
        DATABASE_URL: pipeline.test.connectionString,
        CONCORDAT_MASK_KEY: 'm'.repeat(32),
      };
      const args = ['rebuild', '--project', root, '--format', 'json'];
      try {
        await pipeline.arrive(...paid(1, '1.00'));
        expect((await runConcordat(args, environment)).code).toBe(0);
        await pipeline.arrive(...paid(2, '2.00'));
        const before = await pipeline.state();
        const blocker = pipeline.test.connect();
        await blocker.transaction(async (transaction) => {
          await transaction.query({ text: `select from ${table} for update` });
          const process = startConcordat(args, environment);
          const blocked = `select from pg_locks where not granted and locktype = 'transactionid'`;
          while ((await pipeline.rows(blocked)).length === 0) await setTimeout(20);
          await process.stop('SIGKILL');
        });
        expect(await pipeline.state()).toEqual(before);
        const { code, stdout } = await runConcordat(args, environment);
        expect(code).toBe(0);
        expect(JSON.parse(stdout)).toMatchObject({ contracts: [{ updated: 60 }] });
        expect((await pipeline.serving()).every(({ paid: amount }) => amount === '2')).toBe(true);
      } finally {
        await rm(root, { recursive: true });
      }
    },
    30_000,
  );
});
