import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Project } from '../../../../src/contract/model.ts';
import { deriveBatch } from '../../../../src/pipeline/derive/deriveBatch.ts';
import { runDeriver } from '../../../../src/pipeline/derive/runDeriver.ts';
import { replay } from '../../../../src/pipeline/parked/replay.ts';
import { replacePublication, unknownTopic } from '../../../../src/pipeline/publish/publication.ts';
import { runPublisher } from '../../../../src/pipeline/publish/runPublisher.ts';
import { projectDigest } from '../../../../src/pipeline/rebuild/projectDigest.ts';
import { rebuildWhere } from '../../../../src/pipeline/rebuild/rebuild.ts';
import { isDerivedAsDeclared } from '../../../../src/pipeline/run/isDerivedAsDeclared.ts';
import { underivedContracts } from '../../../../src/pipeline/rebuild/underivedContracts.ts';
import { verify } from '../../../../src/pipeline/verify/verify.ts';
import {
  createClaimsPipeline,
  maskKeys,
  settledEvent,
  type ClaimsPipeline,
} from '../../../support/claimsPipeline.ts';
import { derivedProject } from '../../../support/derivedProject.ts';
import { fixturePaths } from '../../../support/projectFixture.ts';

const older = derivedProject();
/** Only a SELECT is another. */
const newer = derivedProject([
  ['schema/contracts/settled_claim/v1.sql', 'claims.paid_amount,', 'claims.paid_amount * 2 as paid_amount,'],
]);
/** Only words are others, and where in the file they stand. */
const reworded = derivedProject([
  [fixturePaths.product, '"What has been paid so far."', '"What was paid so far → to whom."\n\n'],
]);

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline(older);
  await pipeline.arriveIn(0, settledEvent(1, 'a', '9.50'));
});
afterEach(() => pipeline.close());

const replaced = { code: 'PROJECT_REPLACED' };

describe('projectDigest', () => {
  it('is of what is derived: a contract that nobody derives makes no other version', () => {
    const beside = older.contracts.map((contract) => {
      const other = { ...contract, id: 'beside@1', name: 'beside' };
      Reflect.deleteProperty(other, 'sql');
      return other;
    });
    expect(projectDigest({ ...older, contracts: [...older.contracts, ...beside] })).toBe(
      projectDigest(older),
    );
    expect(projectDigest(newer)).not.toBe(projectDigest(older));
  });
});

async function expectDerivedBy(project: Project): Promise<void> {
  const { database } = pipeline.test;
  expect(await underivedContracts(database, project)).toEqual([]);
  expect(await isDerivedAsDeclared(database, project, maskKeys)).toBe(true);
  expect(await verify(database, project, { maskKeys })).toMatchObject({ differences: [], broken: [] });
}

const batchOf = (project: Project): Promise<unknown> =>
  deriveBatch(pipeline.test.database, project, 0, { maskKeys });

describe('a version of the project that was not derived last', () => {
  it('derives no batch among what the other one has derived, before and after its rebuild (I2)', async () => {
    const { database } = pipeline.test;
    await pipeline.derive(older);
    await pipeline.arriveIn(0, settledEvent(1, 'b', '8.00'));
    await expect(batchOf(newer)).rejects.toMatchObject(replaced);
    expect(await underivedContracts(database, newer)).toEqual(['settled_claim@1']);
    await batchOf(older);
    await expectDerivedBy(older);

    await pipeline.derive(newer);
    await pipeline.arriveIn(0, settledEvent(1, 'c', '7.00'));
    await expect(batchOf(older)).rejects.toMatchObject(replaced);
    expect(await isDerivedAsDeclared(database, older, maskKeys)).toBe(false);
    await batchOf(newer);
    await expectDerivedBy(newer);
    expect(await pipeline.serving()).toMatchObject([{ paid: '19' }, { paid: '16' }, { paid: '14' }]);
  });

  it('is the same one where only descriptions are others', async () => {
    expect(projectDigest(reworded)).toBe(projectDigest(older));
    await pipeline.derive(older);
    await pipeline.arriveIn(0, settledEvent(1, 'b', '8.00'));
    await batchOf(reworded);
    await expectDerivedBy(older);
  });

  it('leaves its share of the work to processes of the other one', async () => {
    const { database } = pipeline.test;
    await pipeline.derive(newer);
    for (const partition of [0, 1, 2, 3])
      await pipeline.arriveIn(partition, settledEvent(2, `p${partition}`, '1.00'));
    const stopping = new AbortController();
    const failures: unknown[] = [];
    const options = (holder: string, project: Project) => ({
      ...{ database, project, maskKeys, holder, signal: stopping.signal, leaseMs: 3_000, pollMs: 20 },
      onFailure: (error: unknown) => failures.push(error),
    });
    const running = [runDeriver(options('old', older)), runPublisher(options('old', older))];
    await wait(200);
    running.push(runDeriver(options('new', newer)), runPublisher(options('new', newer)));
    const open = `select from raw.position r left join pipeline.position d using (source, partition)
      where r.next_offset is distinct from d.next_offset union all select from contract.outbox`;
    while ((await pipeline.rows(open)).length > 0) await wait(50);
    stopping.abort();
    await Promise.all(running);
    expect(failures).not.toHaveLength(0);
    expect(failures).toEqual(failures.map(() => expect.objectContaining(replaced)));
    await expectDerivedBy(newer);
  }, 60_000);

  it('says all the time that it fails, and takes no share from the other one, however long it goes on', async () => {
    const { database } = pipeline.test;
    await pipeline.derive(newer);
    const stopping = new AbortController();
    const rounds: unknown[] = [];
    const options = (holder: string, project: Project) => ({
      ...{ database, project, maskKeys, holder, signal: stopping.signal, leaseMs: 400, pollMs: 20 },
    });
    const running = [runDeriver(options('new', newer)), runPublisher(options('new', newer))];
    const held = `select name from pipeline.lease where holder = 'old' and expires_at > clock_timestamp()`;
    while ((await pipeline.rows('select from pipeline.lease')).length === 0) await wait(20);
    for (const run of [runDeriver, runPublisher])
      running.push(run({ ...options('old', older), onRound: (failure) => rounds.push(failure) }));
    const until = performance.now() + 4_000;
    while (performance.now() < until) {
      expect(await pipeline.rows(held)).toEqual([]);
      await wait(20);
    }
    stopping.abort();
    await Promise.all(running);
    expect(rounds.length).toBeGreaterThan(50);
    expect(rounds).toEqual(rounds.map(() => expect.objectContaining(replaced)));
  }, 30_000);

  it('says so when it replays, and nobody derives among the mixture until all is derived anew', async () => {
    const { database } = pipeline.test;
    await pipeline.arriveIn(0, settledEvent(1, 'b', '8.00', { riskScore: 'much' }));
    await pipeline.derive(older);
    expect(await replay(database, older, { maskKeys })).toMatchObject({ isMixed: false });
    expect(await isDerivedAsDeclared(database, older, maskKeys)).toBe(true);
    expect(await replay(database, newer, { maskKeys })).toMatchObject({ isMixed: true });
    await pipeline.arriveIn(0, settledEvent(1, 'c', '8.00'));
    for (const project of [older, newer]) {
      await expect(batchOf(project)).rejects.toMatchObject(replaced);
      expect(await isDerivedAsDeclared(database, project, maskKeys)).toBe(false);
    }
    await pipeline.derive(newer);
    await expectDerivedBy(newer);
  });

  it('does not replay beside a pipeline that it would bring to a standstill', async () => {
    const { database } = pipeline.test;
    await pipeline.arriveIn(0, settledEvent(1, 'b', '8.00', { riskScore: 'much' }));
    await pipeline.derive(older);
    const stopping = new AbortController();
    const running = runDeriver({
      ...{ database, project: older, maskKeys, holder: 'old', signal: stopping.signal, pollMs: 20 },
    });
    while ((await pipeline.rows('select from pipeline.lease')).length === 0) await wait(20);
    await expect(replay(database, newer, { maskKeys })).rejects.toMatchObject(replaced);
    expect(await replay(database, older, { maskKeys })).toMatchObject({ isMixed: false });
    stopping.abort();
    await running;
    await expectDerivedBy(older);
    expect(await replay(database, newer, { maskKeys })).toMatchObject({ isMixed: true });
  });

  it('recovers no destination of what the other one publishes', async () => {
    const { database } = pipeline.test;
    await pipeline.derive(newer);
    await database.transaction(async (transaction) => {
      await transaction.script('delete from contract.outbox');
      const before = { destination: 'kafka:elsewhere', ...unknownTopic };
      await replacePublication(transaction, 'settled_claim@1', before);
    });
    const stopping = new AbortController();
    const told = Promise.withResolvers<unknown>();
    const running = runPublisher({
      ...{ database, project: older, holder: 'old', signal: stopping.signal, pollMs: 20 },
      onFailure: told.resolve,
      onBatch: told.resolve,
    });
    const first = await told.promise;
    stopping.abort();
    await running;
    expect(first).toMatchObject(replaced);
    expect(await pipeline.rows('select destination from contract.publication')).toEqual([
      { destination: 'kafka:elsewhere' },
    ]);
    expect(await pipeline.rows('select from contract.outbox')).toEqual([]);
  });

  it('forgets contracts that it does not derive, so that nobody takes their rows for current', async () => {
    await pipeline.derive(older);
    await pipeline.rows(
      `insert into contract.state (contract, project) values ('gone@1', 'older') returning contract`,
    );
    expect(await underivedContracts(pipeline.test.database, older)).toEqual(['gone@1']);
    await pipeline.derive(older);
    await expectDerivedBy(older);
    expect(await pipeline.rows('select contract from contract.state')).toEqual([
      { contract: 'settled_claim@1' },
    ]);
  });

  it('replaces the other one also where it derives no contract at all', async () => {
    const { database } = pipeline.test;
    const bare: Project = { ...older, contracts: [], consumers: [] };
    await pipeline.derive(older);
    await pipeline.arriveIn(0, settledEvent(1, 'b', '8.00'));
    await expect(batchOf(bare)).rejects.toMatchObject(replaced);
    expect(await underivedContracts(database, bare)).toEqual(['settled_claim@1']);
    await pipeline.derive(bare);
    await batchOf(bare);
    expect(await underivedContracts(database, bare)).toEqual([]);
    expect(await underivedContracts(database, older)).toEqual(['settled_claim@1']);
  });
});

it('processes that start together rebuild once', async () => {
  const { database } = pipeline.test;
  const isNeeded = async (transaction: Parameters<Parameters<typeof rebuildWhere>[2]>[0]): Promise<boolean> =>
    (await underivedContracts(transaction, newer)).length > 0;
  const results = await Promise.all(
    [1, 2, 3].map(() => rebuildWhere(database, newer, isNeeded, { maskKeys })),
  );
  expect(results.filter((result) => result !== undefined)).toHaveLength(1);
  await expectDerivedBy(newer);
});
