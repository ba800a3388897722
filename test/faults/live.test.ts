import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Random } from '../../schema/sample/Random.ts';
import { databaseUrl, runOnce, testDatabaseName } from '../support/templateDatabase.ts';
import { until } from '../support/until.ts';
import { createGateways, type Gateways } from './live/gateways.ts';
import { LiveClient } from './live/LiveClient.ts';
import { readChanges, toldDifferences } from './live/toldDifferences.ts';
import { scaled, seed } from './scale.ts';
import { createWorld, type World } from './world/createWorld.ts';
import { startOwnKafka, type OwnKafka } from './world/ownKafka.ts';
import { startOwnPostgres, type OwnPostgres } from './world/ownPostgres.ts';
import { randomReports } from './world/randomReports.ts';
import type { Process } from './world/startProcess.ts';

const timeout = scaled(400_000, 3_600_000);
const clientCount = scaled(8, 40);
const cycles = scaled(1, 30);

/** What happens in the rounds of a cycle, in any order. */
const events = [
  ...['GATEWAY', 'GATEWAY', 'GATEWAY', 'PIPELINE', 'PIPELINE', 'KAFKA', 'POSTGRES', 'NOTHING', 'NOTHING'],
] as const;

describe('subscribers while everything around them dies', () => {
  let random: Random;
  let kafka: OwnKafka;
  let postgres: OwnPostgres;
  let world: World;
  let gateways: Gateways;
  let pipeline: Process;
  let stop: AbortController;
  beforeEach(async () => {
    random = new Random(seed);
    [kafka, postgres] = await Promise.all([startOwnKafka(), startOwnPostgres()]);
    const name = testDatabaseName('test');
    await runOnce(postgres.connectionString, `create database ${name} template template0`);
    world = await createWorld({
      settings: { brokers: [kafka.server.brokers] },
      connectionString: databaseUrl(postgres.connectionString, name),
    });
    gateways = createGateways(world);
    stop = new AbortController();
  }, timeout);
  afterEach(async () => {
    stop.abort();
    await gateways.endAll();
    await world.close();
    await Promise.all([kafka.remove(), postgres.remove()]);
  }, 120_000);

  const happen = {
    GATEWAY: async () => {
      const one = random.pick(gateways.running());
      if (random.chance(0.5)) await one.end('SIGKILL');
      else {
        await one.end('SIGTERM');
        expect(one.ended()).toEqual({ code: 0, signal: null });
      }
      await gateways.start();
    },
    PIPELINE: async () => {
      await pipeline.end('SIGKILL');
      pipeline = world.startPipeline();
    },
    KAFKA: async () => {
      await (random.chance(0.5) ? kafka.server.kill() : kafka.server.stop());
      await kafka.server.start();
    },
    POSTGRES: async () => {
      await postgres.stop('immediate');
      await postgres.start();
    },
    NOTHING: () => Promise.resolve(),
  };

  it(
    'faults 22, 23 and 24: gateways, pipelines, Kafka and Postgres are killed and started anew, clients break off, stall, go on elsewhere, and ask for something else: each is told every revision of its rows once, in order (I6, I9)',
    async () => {
      pipeline = world.startPipeline();
      await pipeline.until('"msg":"deriving"');
      await world.send(randomReports(100, random));
      await Promise.all([gateways.start(), gateways.start()]);
      const clients = Array.from(
        { length: clientCount },
        () =>
          new LiveClient({
            random,
            tokenFor: ({ consumer, purpose }) => gateways.tokenFor(consumer, purpose),
            gateways: gateways.addresses,
          }),
      );
      const running = clients.map((client) => client.run(stop.signal));

      for (let cycle = 0; cycle < cycles; cycle += 1) {
        for (const event of random.shuffle(events)) {
          await world.send(randomReports(60, random));
          await wait(random.integer(200, 1_500));
          await happen[event]();
        }
      }
      for (const client of clients) client.restless = false;
      await world.settle();
      const logged = await readChanges(world.database);
      const differences = (): readonly (readonly string[])[] =>
        clients.map((client) => toldDifferences(logged, client.now(), 'END'));
      await until(
        'every client has been told everything',
        () => differences().every((one) => one.length === 0),
        {
          patienceMs: scaled(60_000, 300_000),
          explain: async () =>
            JSON.stringify(
              { seed, differences: differences(), problems: clients.map(({ problems }) => problems) },
              null,
              1,
            ) + (await world.explain()),
        },
      );
      expect(clients.flatMap(({ problems }) => problems)).toEqual([]);
      const past = clients.flatMap((client) => client.past);
      expect(past.flatMap((asked) => toldDifferences(logged, asked, 'SOME'))).toEqual([]);
      // They were told something, or nothing would have been shown.
      const wereTold = clients.filter((client) =>
        [...client.past, client.now()].some(({ told }) => told.changes.length > 0),
      );
      expect(wereTold.length).toBeGreaterThan(clientCount / 2);
      expect(past.filter(({ told }) => told.changes.length > 0)).not.toEqual([]);
      stop.abort();
      await Promise.all(running);
    },
    timeout,
  );
});
