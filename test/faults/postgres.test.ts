import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Random } from '../../schema/sample/Random.ts';
import type { KafkaSettings } from '../../src/feed/kafka/KafkaSettings.ts';
import { testKafka } from '../support/kafka.ts';
import { databaseUrl, runOnce, testDatabaseName } from '../support/templateDatabase.ts';
import { until } from '../support/until.ts';
import { expectNothingBroken } from './invariants/expectNothingBroken.ts';
import { scaled, seed } from './scale.ts';
import { createProxy, type Proxy } from './world/createProxy.ts';
import { createWorld, type World } from './world/createWorld.ts';
import { startOwnPostgres, type OwnPostgres } from './world/ownPostgres.ts';
import { randomReports } from './world/randomReports.ts';
import type { Process } from './world/startProcess.ts';

const timeout = scaled(400_000, 3_600_000);

/** What `/readyz` answers. */
async function readiness(pipeline: Process): Promise<number> {
  return (await fetch(`${pipeline.address()}/readyz`)).status;
}

describe('a PostgreSQL that breaks', () => {
  let settings: KafkaSettings;
  let postgres: OwnPostgres;
  let world: World;
  let random: Random;
  let proxies: Proxy[];
  beforeAll(async () => {
    settings = await testKafka();
    postgres = await startOwnPostgres({ max_connections: '40' });
  }, 240_000);
  afterAll(() => postgres.remove(), 60_000);
  beforeEach(async () => {
    random = new Random(seed);
    proxies = [];
    const name = testDatabaseName('test');
    await runOnce(postgres.connectionString, `create database ${name} template template0`);
    world = await createWorld({ settings, connectionString: databaseUrl(postgres.connectionString, name) });
  });
  afterEach(async () => {
    await world.close();
    await Promise.all(proxies.map((proxy) => proxy.close()));
  });

  /** The world's database through a proxy. */
  const through = async (
    ...inspect: Parameters<typeof createProxy> extends [number, ...infer Rest] ? Rest : never
  ) => {
    const proxy = await createProxy(postgres.port, ...inspect);
    proxies.push(proxy);
    const url = new URL(world.connectionString);
    url.port = String(proxy.port);
    return { proxy, databaseUrl: url.href };
  };

  it(
    'fault 6: it crashes and is back at once, over and over (I1, I2, I3)',
    async () => {
      const pipeline = world.startPipeline({ leaseSeconds: 1, batchSize: 5 });
      await pipeline.until('"msg":"deriving"');
      for (let round = 0; round < scaled(2, 20); round += 1) {
        await world.send(randomReports(60, random));
        await postgres.stop('immediate');
        await postgres.start();
      }
      await world.settle();
      expect(pipeline.ended()).toBeUndefined();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 6: it is away when a process starts: the process says so, waits, and begins by itself (I1, I2, I3)',
    async () => {
      await world.send(randomReports(30, random));
      await postgres.stop('fast');
      const pipeline = world.startPipeline();
      try {
        await pipeline.until('the database cannot be worked on yet; it is tried again');
        expect(pipeline.output()).toContain('DATABASE_UNAVAILABLE');
        expect((await fetch(`${pipeline.address()}/livez`)).status).toBe(200);
        const ready = await fetch(`${pipeline.address()}/readyz`);
        expect([ready.status, await ready.json()]).toEqual([503, { status: 'database unreachable' }]);
      } finally {
        await postgres.start();
      }
      await world.settle();
      await until('it is ready', async () => (await readiness(pipeline)) === 200);
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 6: it crashes while a process that starts rebuilds: the process begins anew by itself (I1, I2, I3)',
    async () => {
      await world.send(randomReports(30, random));
      await world.ingest();
      const isWaiting = async (): Promise<boolean> => {
        const rows = await world.database.query({
          text: `select from pg_stat_activity
            where application_name like 'concordat pipeline%' and datname = current_database() and wait_event_type = 'Lock'`,
        });
        return rows.length > 0;
      };
      let pipeline: Process | undefined;
      // The rebuild waits for this lock when the server crashes.
      const held = world.database.transaction(async (transaction) => {
        await transaction.script('lock table contract.state in share row exclusive mode');
        pipeline = world.startPipeline();
        await pipeline.until('"msg":"listening"');
        await until('it waits', isWaiting);
        await postgres.stop('immediate');
      });
      await held.catch(() => undefined);
      await postgres.start();
      await world.settle();
      expect(pipeline?.output()).toContain('the database cannot be worked on yet; it is tried again');
      expect(pipeline?.ended()).toBeUndefined();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it('a process that starts with a wrong password, or on a database that does not exist, says so and ends', async () => {
    const wrongPassword = new URL(world.connectionString);
    wrongPassword.password = 'wrong';
    const wrongDatabase = new URL(world.connectionString);
    wrongDatabase.pathname = '/nowhere';
    for (const [url, reason] of [
      [wrongPassword, '28P01'],
      [wrongDatabase, '3D000'],
    ] as const) {
      const pipeline = world.startPipeline({ databaseUrl: url.href });
      await pipeline.exited();
      expect(pipeline.ended()).toEqual({ code: 1, signal: null });
      expect(pipeline.output()).toContain(`[${reason}]`);
      expect(pipeline.output()).toContain('See that the server of DATABASE_URL runs');
    }
  });

  it.each(['BREAK_BEFORE', 'BREAK_AFTER'] as const)(
    'fault 7: the connection breaks at COMMIT (%s): nothing is applied twice (I1, I2, I3, I4)',
    async (verdict) => {
      let breaks = 0;
      let breaksLeft = 0;
      const { databaseUrl: broken } = await through((sent) => {
        if (breaksLeft === 0 || !sent.includes('commit\0') || !random.chance(0.4)) return 'PASS';
        breaksLeft -= 1;
        breaks += 1;
        return verdict;
      });
      const pipeline = world.startPipeline({ databaseUrl: broken, leaseSeconds: 1, batchSize: 5 });
      await pipeline.until('"msg":"deriving"');
      for (let round = 0; round < scaled(3, 40); round += 1) {
        breaksLeft = 4;
        await world.send(randomReports(30, random));
        await world.settle();
      }
      expect(breaks).toBeGreaterThan(scaled(3, 40));
      expect(pipeline.ended()).toBeUndefined();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it.each([
    [
      'cut',
      (proxy: Proxy) => {
        proxy.cut();
      },
    ],
    [
      'slowed',
      (proxy: Proxy) => {
        proxy.impair('TO_SERVER', { kind: 'SLOW', delayMs: 150 });
        proxy.impair('TO_CLIENT', { kind: 'SLOW', delayMs: 150 });
      },
    ],
    [
      'silent towards the server',
      (proxy: Proxy) => {
        proxy.impair('TO_SERVER', { kind: 'HELD' });
      },
    ],
    [
      'silent towards the process',
      (proxy: Proxy) => {
        proxy.impair('TO_CLIENT', { kind: 'HELD' });
      },
    ],
  ])(
    'fault 8: the link of one process to the database is %s: another does the work, and both go on (I1, I2, I3)',
    async (_, impair) => {
      const { proxy, databaseUrl: url } = await through();
      const impaired = world.startPipeline({ databaseUrl: url, leaseSeconds: 1 });
      await impaired.until('"msg":"deriving"');
      await world.send(randomReports(30, random));
      impair(proxy);
      world.startPipeline({ leaseSeconds: 1 });
      await world.send(randomReports(30, random));
      await world.settle();
      proxy.restore();
      const leases = `select from pipeline.lease where holder like '%:${impaired.pid}:%' and name like 'deriver:%' and expires_at > now()`;
      await until('it works again', async () => (await world.database.query({ text: leases })).length > 0, {
        explain: world.explain,
      });
      await world.send(randomReports(30, random));
      await world.settle();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 19: the database is read-only for a while: not ready, nothing lost, and it goes on by itself (I1, I2, I3)',
    async () => {
      const pipeline = world.startPipeline({ leaseSeconds: 1 });
      await pipeline.until('"msg":"deriving"');
      const setReadOnly = async (value: string): Promise<void> => {
        await runOnce(postgres.connectionString, `alter system set default_transaction_read_only = ${value}`);
        await runOnce(postgres.connectionString, 'select pg_reload_conf()');
      };
      await setReadOnly('on');
      try {
        await world.send(randomReports(40, random));
        await pipeline.until('25006');
        await until('it is not ready', async () => (await readiness(pipeline)) === 503);
      } finally {
        await setReadOnly('off');
      }
      await world.settle();
      await until('it is ready', async () => (await readiness(pipeline)) === 200);
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 19: files cannot grow for a while, as on a full disk: not ready, nothing lost, and it goes on by itself (I1, I2, I3)',
    async () => {
      const pipeline = world.startPipeline({ leaseSeconds: 1 });
      await pipeline.until('"msg":"deriving"');
      // Pages without room, up to the size of a WAL segment: files of that size are there already.
      await world.database.execute({
        text: `insert into raw.event (source, partition, "offset", value, payload)
          select 'filler', 0, n, convert_to(repeat('x', 900), 'UTF8'), null from generate_series(1, 20000) n`,
      });
      await postgres.limitFiles(16 * 1024 * 1024);
      try {
        await world.send(randomReports(200, random));
        await pipeline.until('XX000');
        await until('it is not ready', async () => (await readiness(pipeline)) === 503);
      } finally {
        await postgres.limitFiles(undefined);
      }
      await world.settle();
      await until('it is ready', async () => (await readiness(pipeline)) === 200);
      expect(pipeline.ended()).toBeUndefined();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 20: no connection is to be had for a while: it is tried again (I1, I2, I3)',
    async () => {
      const pipeline = world.startPipeline({ leaseSeconds: 1 });
      await pipeline.until('"msg":"deriving"');
      await world.send(randomReports(40, random));
      const taken: pg.Client[] = [];
      const takeAll = async (): Promise<void> => {
        for (;;) {
          const client = new pg.Client({ connectionString: postgres.connectionString });
          client.on('error', () => undefined);
          try {
            await client.connect();
          } catch {
            return;
          }
          taken.push(client);
        }
      };
      try {
        // Until none of the connections that it loses is there for it again.
        await until(
          'it finds no connection',
          async () => {
            await takeAll();
            await taken[0]?.query(
              `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'concordat pipeline%'`,
            );
            return pipeline.output().includes('53300');
          },
          { pollMs: 10, explain: world.explain },
        );
      } finally {
        await Promise.all(taken.map((client) => client.end()));
      }
      await world.settle();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 27: a backup is restored that is older than what was read and published (I1, I2, I3)',
    async () => {
      const first = world.startPipeline();
      await world.send(randomReports(40, random));
      await world.settle();
      await first.end('SIGTERM');
      await postgres.stop('fast');
      await postgres.backUp();
      await postgres.start();
      const second = world.startPipeline();
      await world.send(randomReports(80, random));
      await world.settle();
      await second.end('SIGTERM');
      await postgres.stop('fast');
      await postgres.restore();
      await postgres.start();
      world.startPipeline({ batchSize: 7 });
      await world.send(randomReports(20, random));
      await world.settle();
      // Revisions go on beyond those that subscribers have seen.
      await expectNothingBroken(world, { changes: [] });
    },
    timeout,
  );

  it(
    'fault 27: the database loses commits beneath a process that sees nothing of it, over and over (I1, I2, I3)',
    async () => {
      const pipeline = world.startPipeline({ batchSize: 7, leaseSeconds: 120 });
      await world.send(randomReports(40, random));
      await world.settle();
      /** The process sees at most that connections are gone, and may be between two statements then. */
      const unseen = async (happen: () => Promise<void>): Promise<void> => {
        pipeline.signal('SIGSTOP');
        await postgres.stop('immediate');
        await happen();
        await postgres.start();
        pipeline.signal('SIGCONT');
      };
      for (let round = 0; round < scaled(3, 20); round += 1) {
        await unseen(() => postgres.backUp());
        await world.send(randomReports(40, random));
        await world.settle();
        await unseen(() => postgres.restore());
        await world.send(randomReports(10, random));
        await world.settle();
      }
      expect(pipeline.ended()).toBeUndefined();
      await expectNothingBroken(world, { changes: [] });
    },
    timeout,
  );
});
