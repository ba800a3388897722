import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Random } from '../../schema/sample/Random.ts';
import { deriveBatch } from '../../src/pipeline/derive/deriveBatch.ts';
import { deriveMaskKeys } from '../../src/policy/masks/deriveMaskKeys.ts';
import type { Report } from '../plain/offices/computeOffices.ts';
import { scrape } from '../support/scrape.ts';
import { until } from '../support/until.ts';
import { arrivalOf } from './histories/officeHistory.ts';
import { expectNothingBroken } from './invariants/expectNothingBroken.ts';
import { partitionOf } from './partitionOf.ts';
import { pausedDatabase } from './pausedDatabase.ts';
import { scaled } from './scale.ts';
import type { World } from './world/createWorld.ts';
import { openWorld } from './world/openWorld.ts';
import { randomReports } from './world/randomReports.ts';
import { worldMaskKey } from './world/worldMaskKey.ts';

const timeout = scaled(400_000, 3_600_000);
const maskKeys = deriveMaskKeys(worldMaskKey);
const day = 86_400_000;

describe('what arrives, and what stands in its way', () => {
  let world: World;
  let random: Random;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ world, random, close } = await openWorld());
  }, 240_000);
  afterEach(() => close());

  const count = async (from: string): Promise<number> => {
    const [row] = await world.database.query<{ n: number }>({
      text: `select count(*)::int as n from ${from}`,
    });
    return row?.n ?? 0;
  };

  /** A settled claim of an office that comes in through a partition. */
  const reportIn = (partition: number, office: string, time = 1): Report => {
    const claimId = Array.from({ length: 100 }, (_, index) => `in-${index}`).find(
      (id) => partitionOf(id, 3) === partition,
    );
    return { claimId: claimId ?? '', time: time * day, office, claimed: '10', paid: '15', settled: true };
  };

  it(
    'fault 10: partitions are added while it runs (I1, I2, I3)',
    async () => {
      world.startPipeline({ leaseSeconds: 1 });
      await world.send(randomReports(40, random));
      await world.addPartitions(5);
      await world.send(randomReports(80, random));
      await world.settle();
      expect(await count('raw.position where partition > 2')).toBe(2);
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 11: poison at the head, in the middle and very much of it in a row is parked, the rest applied (I1, I2, I4)',
    async () => {
      const poison = [
        'no JSON',
        null,
        '{"claimId":"x"}',
        '{"claimId":"x","currency":"EUR","paidAmount":"much"}',
      ];
      await world.sendPoison(poison, 0);
      await world.send(randomReports(40, random));
      await world.sendPoison(poison, 1);
      await world.send(randomReports(40, random));
      const inARow = scaled(400, 10_000);
      await world.sendPoison(
        Array.from({ length: inARow }, (_, index) => poison[index % poison.length] ?? null),
        2,
      );
      await world.send(randomReports(40, random));
      world.startPipeline({ batchSize: 500 });
      await world.settle(scaled(180_000, 1_200_000));
      expect(await count('raw.parked')).toBe(2 * poison.length + inARow);
      expect(await count(`raw.parked where reason = '' or owner = ''`)).toBe(0);
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 13: of two batches, the one with the earlier changes commits last: keys in order, none left out (I3)',
    async () => {
      const pipeline = world.startPipeline();
      await world.send([reportIn(0, 'Sevilla'), reportIn(1, 'Sevilla'), reportIn(2, 'Sevilla')]);
      await world.settle();
      await pipeline.end('SIGTERM');
      // Raw gets them and nobody derives them.
      await world.send([reportIn(0, 'Uppsala', 2), reportIn(1, 'Uppsala', 2), reportIn(2, 'Nowhere', 2)]);
      await world.ingest();

      const late = pausedDatabase(world.database);
      const first = deriveBatch(late.database, world.project, 0, { maskKeys });
      await late.reached;
      // Another key of later changes goes first; the same key waits.
      const same = deriveBatch(world.database, world.project, 1, { maskKeys });
      const outcome = await Promise.race([same.then(() => 'DONE'), wait(300, 'WAITS')]);
      expect(outcome).toBe('WAITS');
      world.startPipeline({ leaseSeconds: 1 });
      await wait(1_000);
      late.release();
      await Promise.all([first, same]);
      await world.settle();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 14: a long idle transaction that holds a table: raw goes on, the lag is reported, then caught up (I1, I2, I3)',
    async () => {
      const pipeline = world.startPipeline();
      await world.send(randomReports(30, random));
      await world.settle();
      const release = Promise.withResolvers<undefined>();
      const idle = world.database.transaction(async (transaction) => {
        await transaction.script('lock table claim_intake.claims in share mode; select pg_current_xact_id()');
        await release.promise;
      });
      await world.send(randomReports(60, random));
      await until('raw has everything', async () => (await count('raw.event')) === 90, {
        explain: world.explain,
      });
      const lag = async (): Promise<number> => {
        const samples = [...(await scrape(pipeline.address()))];
        return samples
          .filter(([name]) => name.startsWith('concordat_lag_events{stage="derive"'))
          .reduce((sum, [, events]) => sum + events, 0);
      };
      expect(await lag()).toBeGreaterThan(0);
      release.resolve(undefined);
      await idle;
      await world.settle();
      // Readings are taken every few seconds.
      await until('no lag is reported', async () => (await lag()) === 0);
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 14: a long idle transaction that only looks holds up nothing (I2, I3)',
    async () => {
      world.startPipeline();
      await world.database.transaction(async (transaction) => {
        await transaction.script('select pg_current_xact_id(); select count(*) from contract.change');
        await world.send(randomReports(40, random));
        await world.settle();
      });
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 16: positions are set back to the beginning: nothing changes (I1, I2, I3)',
    async () => {
      const first = world.startPipeline();
      await world.send(randomReports(80, random));
      await world.settle();
      await first.end('SIGTERM');
      const before = await world.state();
      await world.database.execute({ text: 'update raw.position set next_offset = 0' });
      await world.database.execute({ text: 'update pipeline.position set next_offset = 0' });
      await world.database.execute({ text: `update contract.publication set next_offsets = '{}'` });
      world.startPipeline({ batchSize: 7 });
      await world.settle();
      expect(await world.state()).toEqual(before);
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 17: retention deleted unread records: a loud error, the gap recorded, the rest taken (I2, I3)',
    async () => {
      const first = world.startPipeline();
      await world.send(randomReports(40, random));
      await world.settle();
      await first.end('SIGTERM');
      const [at] = await world.database.query<{ from: string; to: string }>({
        text: `select next_offset as from, next_offset + 3 as to from raw.position where partition = 0`,
      });
      const { key, value } = arrivalOf(reportIn(0, 'Uppsala'));
      await world.topics.send(
        world.source,
        Array.from({ length: 3 }, () => ({ key, value, partition: 0 })),
      );
      await world.topics.forget(world.source, 0, at?.to ?? '');
      await world.send(randomReports(40, random));
      const second = world.startPipeline();
      await world.settle();
      expect(second.output()).toMatch(
        /"level":"error".*the topic had them no more when they were to be read.*raw lacks events/,
      );
      const gaps = await world.database.query({
        text: 'select partition, from_offset as from, to_offset as to from raw.gap',
      });
      expect(gaps).toEqual([{ partition: 0, ...at }]);
      // What the topic has lost is in raw all the same, so that I1 cannot be read off the topic.
      await expectNothingBroken(world, { I1: [] });
    },
    timeout,
  );

  it(
    'fault 18: a topic deleted and made anew is noticed, and nothing of it is taken',
    async () => {
      world.startPipeline();
      await world.send(randomReports(40, random));
      await world.settle();
      await world.endProcesses();
      const before = await world.state();
      await world.topics.remove(world.source);
      await until('the topic is gone and made anew', () =>
        world.topics.create(world.source, 3).then(() => true),
      );
      const { key, value } = arrivalOf(reportIn(0, 'Uppsala'));
      await world.topics.send(
        world.source,
        Array.from({ length: 100 }, (_, index) => ({ key, value, partition: index % 3 })),
      );
      const second = world.startPipeline();
      await second.until('TOPIC_REPLACED');
      await wait(500);
      expect(await world.state()).toEqual(before);
      expect(await count('raw.event')).toBe(40);
    },
    timeout,
  );

  it(
    'fault 20: a deadlock, of which the pipeline is the victim, is retried (I1, I2, I3)',
    async () => {
      const pipeline = world.startPipeline({ leaseSeconds: 30 });
      await world.send([reportIn(0, 'Uppsala')]);
      await world.settle();
      await world.database.transaction(async (transaction) => {
        // The other's turn to look for deadlocks comes first.
        await transaction.script(
          `set local deadlock_timeout = '1h'; lock table claim_intake.claims in share mode`,
        );
        await world.send([reportIn(0, 'Sevilla', 2)]);
        const waiting = `pg_locks where relation = 'claim_intake.claims'::regclass and not granted`;
        await until('the pipeline waits', async () => (await count(waiting)) > 0, { explain: world.explain });
        await transaction.script(`update pipeline.lease set holder = holder where name = 'shard:0'`);
      });
      await pipeline.until('40P01');
      await world.settle();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 20: serialization failures and lost connections are retried, at every layer (I1, I2, I3)',
    async () => {
      const tables = ['raw.event', 'contract.change', 'contract.publication'];
      const pipeline = world.startPipeline();
      await pipeline.until('"msg":"deriving"');
      await world.database.execute({
        text: `create function public.fail() returns trigger language plpgsql as $$
          begin raise exception 'could not serialize access' using errcode = '40001'; end $$`,
      });
      // Each is written by another worker: a failure that stays the log tells once.
      for (const table of tables) {
        const written = pipeline.output().length;
        await world.database.execute({
          text: `create trigger fail before insert or update on ${table} execute function public.fail()`,
        });
        await world.send(randomReports(10, random));
        await until(`it fails at ${table}`, () => pipeline.output().slice(written).includes('40001'), {
          explain: world.explain,
        });
        await world.database.execute({ text: `drop trigger fail on ${table}` });
      }
      const others = `pg_stat_activity where application_name like 'concordat pipeline%' and datname = current_database()`;
      for (let round = 0; round < 5; round += 1) {
        await world.send(randomReports(20, random));
        await world.database.query({ text: `select pg_terminate_backend(pid) from ${others}` });
        await wait(50);
      }
      await world.settle();
      await expectNothingBroken(world);
    },
    timeout,
  );
});
