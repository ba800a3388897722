import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../support/until.ts';
import { createGateways, type Gateways } from './live/gateways.ts';
import { LiveClient } from './live/LiveClient.ts';
import { readChanges, toldDifferences } from './live/toldDifferences.ts';
import { randomWanted } from './live/Wanted.ts';
import { scaled, seed } from './scale.ts';
import { openWorld, type OpenWorld } from './world/openWorld.ts';
import { randomReports } from './world/randomReports.ts';
import type { Process } from './world/startProcess.ts';

const timeout = scaled(300_000, 3_600_000);
const clientCount = scaled(8, 40);
const roundCount = scaled(10, 300);

describe('subscribers while everything around them dies', () => {
  let open: OpenWorld;
  let gateways: Gateways;
  let stop: AbortController;
  beforeEach(async () => {
    open = await openWorld();
    gateways = createGateways(open.world);
    stop = new AbortController();
  }, timeout);
  afterEach(async () => {
    stop.abort();
    await gateways.endAll();
    await open.close();
  });

  it(
    'faults 22 and 23: gateways and pipelines are killed and started anew, clients break off, stall, and go on elsewhere: each is told every revision of its rows once, in order (I6, I9)',
    async () => {
      const { world, random } = open;
      let pipeline: Process = world.startPipeline();
      await pipeline.until('"msg":"deriving"');
      await world.send(randomReports(100, random));
      await Promise.all([gateways.start(), gateways.start()]);
      const clients = await Promise.all(
        Array.from({ length: clientCount }, async () => {
          const wanted = randomWanted(random);
          const token = await gateways.tokenFor(wanted.consumer, wanted.purpose);
          return new LiveClient({ wanted, random, token, gateways: gateways.addresses });
        }),
      );
      const running = clients.map((client) => client.run(stop.signal));

      for (let round = 0; round < roundCount; round += 1) {
        await world.send(randomReports(60, random));
        await wait(random.integer(200, 1_500));
        const chance = random.next();
        if (chance < 0.4) {
          const victim = random.pick(gateways.running());
          await victim.end(random.pick(['SIGKILL', 'SIGTERM'] as const));
          await gateways.start();
        } else if (chance < 0.6) {
          await pipeline.end('SIGKILL');
          pipeline = world.startPipeline();
        }
      }
      for (const client of clients) client.restless = false;
      await world.settle();
      const logged = await readChanges(world.database);
      const differences = (): readonly (readonly string[])[] =>
        clients.map((client) => toldDifferences(logged, client.wanted, client.told()));
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
      // Each was told something, or nothing would have been shown.
      expect(clients.filter((client) => client.told().changes.length > 0).length).toBeGreaterThan(
        clientCount / 2,
      );
      stop.abort();
      await Promise.all(running);
    },
    timeout,
  );
});
