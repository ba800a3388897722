import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLeaseSet, type LeaseSet } from '../../../../src/pipeline/lease/LeaseSet.ts';
import { takeLease } from '../../../../src/pipeline/lease/takeLease.ts';
import type { Database } from '../../../../src/storage/Database.ts';
import { migrate } from '../../../../src/storage/migrate.ts';
import { migrationsDir } from '../../../support/claimsPipeline.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';
import { until } from '../../../support/until.ts';

const durationMs = 500;

describe('the presence of processes', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    await migrate(test.database, { migrationsDir });
  });
  afterAll(() => test.drop());

  const names = async (): Promise<readonly string[]> => {
    const rows = await test.database.query<{ name: string }>({
      text: 'select name from pipeline.lease order by name',
    });
    return rows.map(({ name }) => name);
  };

  it('is taken away when they go, and that of killed ones by the next that comes an hour later', async () => {
    const { database } = test;
    const setOf = (holder: string): LeaseSet =>
      createLeaseSet({ ...{ database, holder, kind: 'deriver', durationMs: 60_000 } });
    const [one, killed] = [setOf('one'), setOf('killed')];
    await one.balance(['shard:0']);
    await killed.balance(['shard:0', 'shard:1']);
    await one.release();
    expect(await names()).toEqual(['deriver:killed', 'shard:0', 'shard:1']);
    await database.execute({
      text: "update pipeline.lease set expires_at = expires_at - interval '30 minutes'",
    });
    const early = setOf('early');
    await early.balance([]);
    await early.release();
    expect(await names()).toContain('deriver:killed');
    await database.execute({ text: "update pipeline.lease set expires_at = expires_at - interval '1 hour'" });
    await setOf('late').balance([]);
    expect(await names()).toEqual(['deriver:late', 'shard:0', 'shard:1']);
    // One that comes back after all goes on as before.
    expect(await killed.balance(['shard:0', 'shard:1'])).toHaveLength(1);
  });
});

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
