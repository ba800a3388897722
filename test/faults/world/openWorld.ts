import { Random } from '../../../schema/sample/Random.ts';
import { testKafka } from '../../support/kafka.ts';
import { createTestDatabase } from '../../support/postgres.ts';
import { seed } from '../scale.ts';
import { createWorld, type World } from './createWorld.ts';

/** A world on the tests' own PostgreSQL and Kafka, and what is random in it. */
export interface OpenWorld {
  readonly world: World;
  readonly random: Random;
  readonly close: () => Promise<void>;
}

export async function openWorld(): Promise<OpenWorld> {
  const settings = await testKafka();
  const test = await createTestDatabase();
  const world = await createWorld({ settings, connectionString: test.connectionString });
  return {
    world,
    random: new Random(seed),
    async close() {
      await world.close();
      await test.drop();
    },
  };
}
