import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Random } from '../../schema/sample/Random.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { scrape } from '../support/scrape.ts';
import { until } from '../support/until.ts';
import { createSocketClient, follow } from '../support/live/follow.ts';
import { createGateways } from './live/gateways.ts';
import { expectNothingBroken } from './invariants/expectNothingBroken.ts';
import { isPublished } from './invariants/topicDifferences.ts';
import { isLong, scaled, seed } from './scale.ts';
import type { Proxy } from './world/createProxy.ts';
import { createWorld, type World } from './world/createWorld.ts';
import { startOwnKafka, type OwnKafka } from './world/ownKafka.ts';
import { randomReports } from './world/randomReports.ts';

const timeout = scaled(400_000, 3_600_000);

/** Resident memory of a process, in MiB. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

describe('a Kafka that breaks', () => {
  let kafka: OwnKafka;
  let test: TestDatabase;
  let world: World;
  let random: Random;
  beforeAll(async () => {
    kafka = await startOwnKafka();
  }, 240_000);
  afterAll(() => kafka.remove(), 60_000);
  beforeEach(async () => {
    random = new Random(seed);
    test = await createTestDatabase();
    world = await createWorld({
      settings: { brokers: [kafka.server.brokers] },
      connectionString: test.connectionString,
    });
  });
  afterEach(async () => {
    kafka.proxy.restore();
    await world.close();
    await test.drop();
  });

  it(
    'fault 4: it is killed and restarted while changes are published (I1, I2, I3)',
    async () => {
      const pipeline = world.startPipeline({ batchSize: 10 });
      await pipeline.until('"msg":"deriving"');
      for (let round = 0; round < scaled(2, 20); round += 1) {
        await world.send(randomReports(150, random));
        await until('some is to be published', async () => !(await isPublished(world.database)));
        await (round % 2 === 0 ? kafka.server.kill() : kafka.server.stop());
        await kafka.server.start();
      }
      await world.settle();
      expect(pipeline.ended()).toBeUndefined();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 5: it is away for long: memory stays bounded, and work goes on by itself (I1, I2, I3)',
    async () => {
      const pipeline = world.startPipeline({ batchSize: 10 });
      await world.send(randomReports(100, random));
      await world.settle();
      const before = await memoryOf(pipeline.pid);
      const said = pipeline.output().length;
      await kafka.server.kill();
      const away = scaled(8_000, 180_000);
      await wait(away);
      expect((await memoryOf(pipeline.pid)) - before).toBeLessThan(100);
      // It says that it has failed, and says so less and less often.
      const lines = pipeline.output().slice(said).split('\n').length;
      expect(lines).toBeGreaterThan(1);
      expect(lines).toBeLessThan(400);
      await kafka.server.start();
      await world.send(randomReports(50, random));
      await world.settle();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it.each<readonly [string, (proxy: Proxy) => void]>([
    [
      'cut',
      (proxy) => {
        proxy.cut();
      },
    ],
    [
      'slowed',
      (proxy) => {
        proxy.impair('TO_SERVER', { kind: 'SLOW', delayMs: 300 });
        proxy.impair('TO_CLIENT', { kind: 'SLOW', delayMs: 300 });
      },
    ],
    [
      'silent towards the broker',
      (proxy) => {
        proxy.impair('TO_SERVER', { kind: 'HELD' });
      },
    ],
    [
      'silent towards the process',
      (proxy) => {
        proxy.impair('TO_CLIENT', { kind: 'HELD' });
      },
    ],
  ])(
    'fault 8: the link to the broker is %s for a while: work goes on by itself (I1, I2, I3)',
    async (_, impair) => {
      const pipeline = world.startPipeline({ brokers: kafka.proxied, batchSize: 10, leaseSeconds: 1 });
      await pipeline.until('"msg":"deriving"');
      await world.send(randomReports(60, random));
      await wait(random.integer(0, 500));
      impair(kafka.proxy);
      await world.send(randomReports(60, random));
      await wait(scaled(2_500, 45_000));
      kafka.proxy.restore();
      await world.settle();
      expect(pipeline.ended()).toBeUndefined();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 8: the link of one process is cut for good: another one takes over what it had, and shares it again later (I1, I2, I3)',
    async () => {
      const holders = async (): Promise<readonly string[]> => {
        const rows = await world.database.query<{ holder: string }>({
          text: `select distinct split_part(holder, ':', 2) as holder from pipeline.lease
            where name ~ '^(publish|ingest):' and expires_at > clock_timestamp()`,
        });
        return rows.map(({ holder }) => holder);
      };
      const cutOff = world.startPipeline({ brokers: kafka.proxied });
      await cutOff.until('"msg":"deriving"');
      await world.send(randomReports(60, random));
      await world.settle();
      kafka.proxy.cut();
      const other = world.startPipeline();
      await world.send(randomReports(60, random));
      await world.settle();
      await until('the other has all', async () => (await holders()).join() === String(other.pid), {
        explain: world.explain,
      });
      expect(cutOff.ended()).toBeUndefined();
      await until('it says why it is not ready', async () => {
        const response = await fetch(`${cutOff.address()}/readyz`);
        return response.status === 503 && (await response.text()).includes('publisher (KAFKA_UNAVAILABLE)');
      });
      await until('it does not say that it has all that topics hold', async () => {
        const samples = await scrape(cutOff.address());
        return ![...samples].some(([name, value]) => name.includes('stage="ingest"') && value === 0);
      });
      kafka.proxy.restore();
      await until('they share', async () => (await holders()).length === 2, {
        patienceMs: 120_000,
        explain: world.explain,
      });
      await other.end('SIGTERM');
      await world.send(randomReports(60, random));
      await world.settle();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'processes that are told to stop while it answers nothing end by themselves, a gateway at once',
    async () => {
      const pipeline = world.startPipeline({ brokers: kafka.proxied });
      await pipeline.until('"msg":"deriving"');
      const gateways = createGateways(world);
      try {
        const gateway = await gateways.start({ brokers: kafka.proxied });
        const token = await gateways.tokenFor('month-end-close', 'FINANCIAL_CLOSE');
        const client = createSocketClient(gateway.address(), token);
        const follower = follow(client, 'subscription { settledClaimV1 { kind key revision cursor } }');
        await world.send(randomReports(60, random));
        await world.settle();
        await follower.first(1);
        kafka.proxy.impair('TO_CLIENT', { kind: 'HELD' });
        await world.send(randomReports(60, random));
        await wait(1_500);
        const toldAt = performance.now();
        // A pipeline waits for what it has asked Kafka for, until its time is up.
        await Promise.all([gateway.end('SIGTERM'), pipeline.end(isLong ? 'SIGTERM' : 'SIGKILL')]);
        expect(gateway.ended()).toEqual({ code: 0, signal: null });
        expect(gateway.output()).not.toContain('error');
        // Half a minute after which it would be killed, and what a busy machine adds.
        expect(performance.now() - toldAt).toBeLessThan(45_000);
        expect(follower.errors.map(({ extensions }) => extensions['code'])).toEqual(['SHUTTING_DOWN']);
      } finally {
        await gateways.endAll();
      }
      kafka.proxy.restore();
      world.startPipeline();
      await world.settle();
      await expectNothingBroken(world);
    },
    timeout,
  );
});
