import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { settledEvent } from '../../../support/claimsPipeline.ts';
import { derivedProjectFiles } from '../../../support/derivedProject.ts';
import { createEventFiles, type EventFiles } from '../../../support/eventFiles.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';
import { runConcordat, startConcordat, type Finished, type Running } from '../../../support/runConcordat.ts';
import { until } from '../../../support/until.ts';
import { writeProject } from '../../../support/writeProject.ts';

let test: TestDatabase;
let files: EventFiles;
/** Two versions of the project: only a SELECT is another. */
let [older, newer] = ['', ''];
const running: Running[] = [];

const environment = (): Record<string, string> => ({
  DATABASE_URL: test.connectionString,
  CONCORDAT_MASK_KEY: 'm'.repeat(32),
});

const run = (command: string, root: string, ...args: readonly string[]): Promise<Finished> =>
  runConcordat([command, '--project', root, ...args], environment());

async function start(root: string): Promise<Running> {
  const pipeline = startConcordat(
    ['pipeline', '--project', root, '--host', '127.0.0.1', '--lease-seconds', '2'],
    environment(),
  );
  running.push(pipeline);
  await pipeline.waitFor('"msg":"deriving"');
  return pipeline;
}

let delivery = 0;
async function deliver(claim: string): Promise<void> {
  delivery += 1;
  const file = await files.write(`delivery-${delivery}.ndjson`, [settledEvent(1, claim, '10.00')]);
  expect((await run('ingest', newer, file)).code).toBe(0);
}

/** What is served: the claims, each with the amount. */
const served = (...rows: readonly string[]): Promise<void> =>
  until(`${rows.join(' ')} is served`, async () => {
    const found = await test.database.query<{ row: string }>({
      text: `select claim_id || '=' || paid_amount::float8 as row from contract.settled_claim_v1 order by 1`,
    });
    return found.map(({ row }) => row).join() === rows.join();
  });

const readiness = async (pipeline: Running): Promise<unknown> => {
  const address = /"address":"([^"]+)"/.exec(pipeline.output())?.[1] ?? '';
  return (await fetch(`${address}/readyz`)).json();
};

beforeAll(async () => {
  older = await writeProject(derivedProjectFiles());
  newer = await writeProject(
    derivedProjectFiles([
      [
        'schema/contracts/settled_claim/v1.sql',
        'claims.paid_amount,',
        'claims.paid_amount * 2 as paid_amount,',
      ],
    ]),
  );
  test = await createTestDatabase({ template: false });
  files = await createEventFiles();
  await run('migrate', older);
}, 60_000);

afterAll(async () => {
  await Promise.all(running.map((pipeline) => pipeline.stop('SIGKILL')));
  await files.remove();
  await test.drop();
  await rm(older, { recursive: true });
  await rm(newer, { recursive: true });
});

it('a deployment is noticed, what still runs of the version before writes nothing, and a way back is one as well', async () => {
  const before = await start(older);
  await deliver('a');
  await served('a=10');

  const after = await start(newer);
  expect(after.output()).toContain('rebuilding');
  await served('a=20');
  await before.waitFor('PROJECT_REPLACED');
  expect(before.output()).toContain('End this process where the other version is the one to run.');
  await deliver('b');
  await served('a=20', 'b=20');
  await until('the one of before is not ready', async () =>
    JSON.stringify(await readiness(before)).includes('deriver (PROJECT_REPLACED)'),
  );
  expect(await readiness(after)).toEqual({ status: 'ready' });
  const refused = await run('verify', older);
  expect(refused.code).toBe(1);
  expect((await run('verify', newer)).code).toBe(0);

  // Whoever starts last is the one to run; the others go on by themselves when theirs is derived again.
  const back = await start(older);
  await served('a=10', 'b=10');
  await after.waitFor('PROJECT_REPLACED');
  expect(await back.stop()).toBe(0);
  await deliver('c');
  await served('a=10', 'b=10', 'c=10');
  await until('the one of before is ready again', async () =>
    JSON.stringify(await readiness(before)).includes('"ready"'),
  );
  expect((await run('rebuild', newer)).code).toBe(0);
  await deliver('d');
  await served('a=20', 'b=20', 'c=20', 'd=20');
  expect(await before.stop()).toBe(0);
  expect(await after.stop()).toBe(0);
  expect((await run('verify', newer)).code).toBe(0);
}, 300_000);
