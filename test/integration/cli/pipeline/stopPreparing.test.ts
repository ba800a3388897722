import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { packageRoot } from '../../../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../../../src/config/readProjectFiles.ts';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import { migrate } from '../../../../src/storage/migrate.ts';
import { migrationsDir } from '../../../support/claimsPipeline.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';
import { startConcordat, type Running } from '../../../support/runConcordat.ts';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
  const project = assertProject(await readProjectFiles(packageRoot()));
  await migrate(test.database, { migrationsDir, project });
});
afterEach(() => test.drop());

/** Holds a lock until `release` is called. */
async function hold(lock: string): Promise<() => Promise<void>> {
  const [locked, released] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const holding = test.database.transaction(async (transaction) => {
    await transaction.script(lock);
    locked.resolve(undefined);
    await released.promise;
  });
  await locked.promise;
  return () => {
    released.resolve(undefined);
    return holding;
  };
}

function startPipeline(): Running {
  return startConcordat(['pipeline', '--host', '127.0.0.1', '--database-url', test.connectionString], {
    CONCORDAT_MASK_KEY: 'a secret of the tests, long enough',
  });
}

const waitingText = `select pid from pg_stat_activity
  where datname = current_database() and application_name like 'concordat pipeline%' and wait_event_type = 'Lock'`;

it.each([
  ['waits for the rebuild of another process', 'lock table contract.state in share row exclusive mode'],
  ['is in the midst of its own rebuild', 'lock table raw.parked in exclusive mode'],
])(
  'SIGTERM ends a pipeline at once that %s',
  async (_, lock) => {
    const release = await hold(lock);
    const pipeline = startPipeline();
    try {
      await pipeline.waitFor('rebuilding');
      while ((await test.database.query({ text: waitingText })).length === 0) await wait(50);
      const code = await Promise.race([
        pipeline.stop('SIGTERM'),
        wait(20_000, undefined, { ref: false }).then(() => `still runs: ${pipeline.output()}`),
      ]);
      // As a shell has it: it was cut off before it began to serve.
      expect(code).toBe(143);
      expect(await test.database.query({ text: waitingText })).toEqual([]);
    } finally {
      await release();
      await pipeline.stop('SIGKILL');
    }
    expect(await test.database.query({ text: 'select from contract.state' })).toEqual([]);
  },
  90_000,
);

it('pipelines that start together rebuild once', async () => {
  const release = await hold('lock table contract.state in share row exclusive mode');
  const pipelines = [startPipeline(), startPipeline()];
  try {
    while ((await test.database.query({ text: waitingText })).length < 2) await wait(50);
    await release();
    await Promise.all(pipelines.map((pipeline) => pipeline.waitFor('"deriving"')));
    const said = pipelines.filter((pipeline) =>
      pipeline.output().includes('another process has rebuilt them'),
    );
    expect(said).toHaveLength(1);
  } finally {
    await Promise.all(pipelines.map((pipeline) => pipeline.stop('SIGTERM')));
  }
}, 90_000);
