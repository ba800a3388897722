import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Random } from '../../schema/sample/Random.ts';
import type { KafkaSettings } from '../../src/feed/kafka/KafkaSettings.ts';
import { testKafka } from '../support/kafka.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { until } from '../support/until.ts';
import { nothingBroken } from './invariants/findBroken.ts';
import { scaled, seed } from './scale.ts';
import { createWorld, type World } from './world/createWorld.ts';
import { randomReports } from './world/randomReports.ts';

const timeout = scaled(180_000, 3_600_000);

describe('processes of the pipeline', () => {
  let settings: KafkaSettings;
  let test: TestDatabase;
  let world: World;
  let random: Random;
  beforeAll(async () => {
    settings = await testKafka();
  }, 240_000);
  beforeEach(async () => {
    random = new Random(seed);
    test = await createTestDatabase();
    world = await createWorld({ settings, connectionString: test.connectionString });
  });
  afterEach(async () => {
    await world.close();
    await test.drop();
  });

  it(
    'fault 1: killed in the midst of batches, at random moments (I1, I2, I3, I4)',
    async () => {
      for (let round = 0; round < scaled(4, 50); round += 1) {
        const killed = world.startPipeline({ batchSize: random.pick([1, 5, 50]), leaseSeconds: 1 });
        await world.send(randomReports(60, random));
        await until('it works', () => killed.output().includes('"msg":"deriving"'), {
          explain: world.explain,
        });
        await wait(random.integer(0, 1_500));
        await killed.end('SIGKILL');
      }
      world.startPipeline();
      await world.settle();
      expect({ seed, ...(await world.broken()) }).toEqual({ seed, ...nothingBroken });
    },
    timeout,
  );
});
