import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { takeLease } from '../../../../src/pipeline/lease/takeLease.ts';
import type { Database } from '../../../../src/storage/Database.ts';
import { migrate } from '../../../../src/storage/migrate.ts';
import { migrationsDir } from '../../../support/claimsPipeline.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';
import { until } from '../../../support/until.ts';

const durationMs = 500;

describe('takeLease', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    await migrate(test.database, { migrationsDir });
  });
  afterAll(() => test.drop());

  it('fault 8: leaves a lease to others that a process had nearly taken when it fell silent', async () => {
    const { database } = test;
    const written = Promise.withResolvers<undefined>();
    const silence = Promise.withResolvers<undefined>();
    const silent: Database = {
      ...database,
      transaction: (fn, options) =>
        database.transaction(async (transaction) => {
          const taken = await fn(transaction);
          written.resolve(undefined);
          await silence.promise;
          return taken;
        }, options),
    };
    const nearly = takeLease(silent, 'shard:0', 'the silent one', durationMs).catch(
      (error: unknown) => error,
    );
    await written.promise;

    expect(await takeLease(database, 'shard:0', 'another', durationMs)).toBeUndefined();
    await until('another takes the lease', async () => {
      const lease = await takeLease(database, 'shard:0', 'another', durationMs);
      return lease?.holder === 'another';
    });
    silence.resolve(undefined);
    expect(await nearly).toBeInstanceOf(Error);
  });
});
