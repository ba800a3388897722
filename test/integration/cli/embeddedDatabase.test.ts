import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase } from '../../support/postgres.ts';
import { writeGuideProject } from '../../support/readGuideFiles.ts';
import { runConcordat, startConcordat, type Finished } from '../../support/runConcordat.ts';

let root = '';
let data = '';
let logs = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'concordat-embedded-'));
  data = join(root, 'data');
  logs = join(root, 'logs');
  await writeGuideProject(root);
  await mkdir(logs);
  await writeFile(
    join(logs, 'stations.rides.ndjson'),
    `${JSON.stringify({
      ...{ topic: 'stations.rides', key: 'r', timestamp: 1_767_254_400_000 },
      value: { type: 'RideStarted', rideId: 'r', riderId: 'm', region: 'NORTH', at: 'soon' },
    })}\n`,
  );
});
afterAll(() => rm(root, { recursive: true, force: true }));

const run = (command: string, ...args: readonly string[]): Promise<Finished> =>
  runConcordat([command, '--project', root, '--data-dir', data, ...args]);

async function duringDev<T>(args: readonly string[], work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const dev = startConcordat(['dev', '--project', root, '--data-dir', data, '--port', '0', ...args]);
  try {
    await dev.waitFor('Ctrl+C stops.');
    return await work(/PostgreSQL +(\S+)/.exec(dev.output())?.[1] ?? '');
  } finally {
    await dev.stop();
  }
}

describe('commands on the embedded PostgreSQL', () => {
  it.each(['verify', 'rebuild', 'parked', 'drift', 'replay'])(
    '%s makes none where there is none',
    async (command) => {
      const typo = join(root, 'typo');
      const { code, stderr, stdout } = await run(command, '--data-dir', typo);
      expect(stderr).toContain(`There is no embedded PostgreSQL in the data directory ${typo}.`);
      expect(stderr).toContain('It is made by "npm start"');
      expect([code, stdout]).toEqual([2, '']);
      expect(existsSync(typo)).toBe(false);
    },
  );

  it('say which database they work on, and work on the one that npm start fills by the same settings', async () => {
    await duringDev(['--events', logs], async (databaseUrl) => {
      const parked = await run('parked', '--events', logs);
      expect(parked.stderr).toBe(`Database: embedded, logs of ${logs}\n`);
      expect(parked.stdout).toContain('1 event is parked:');
      // Its mask key is that of development, whichever way the database is reached.
      const verified = await run('verify', '--database-url', databaseUrl);
      expect(verified.stdout).toContain('No difference.');
      expect(verified.stderr).not.toContain('Database:');
    });
    const sample = await run('parked');
    expect(sample.code).toBe(2);
    expect(sample.stderr).toContain(
      `There is no database with the sample of the project ${root} in the data directory`,
    );
    const topics = await run('parked', '--kafka-brokers', '127.0.0.1:1');
    expect(topics.stderr).toContain('There is no database with the topics of 127.0.0.1:1 of the project');
    expect(topics.stderr).toContain('KAFKA_BROKERS=127.0.0.1:1 npm start');
    for (const command of ['verify', 'rebuild']) {
      const { code, stderr } = await run(command, '--events', logs);
      expect([code, stderr]).toEqual([0, expect.stringContaining(`Database: embedded, logs of ${logs}\n`)]);
    }
  }, 300_000);

  it('change no mask key by leaving it out', async () => {
    const key = ['--mask-key', 'a key of the tests, long enough for it'];
    await duringDev(key, (databaseUrl) => Promise.resolve(databaseUrl));
    for (const command of ['verify', 'rebuild', 'replay']) {
      const { code, stderr } = await run(command);
      expect(stderr).toContain('the last rebuild was made with another key than that of development');
      expect(code).toBe(2);
    }
    expect(await run('verify', ...key)).toMatchObject({ code: 0 });
  }, 300_000);

  it('name the database that is not what the declarations need', async () => {
    const file = join(root, 'schema/products/ride_execution/product.graphql');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace(
        '  "Where the bicycle was unlocked."',
        '  "What it weighs."\n  weight: Int @classified(as: INTERNAL)\n$&',
      ),
    );
    const { code, stderr } = await run('verify', '--events', logs);
    await writeFile(file, text);
    expect(stderr).toContain('error (MIGRATION_REFUSED)');
    expect(stderr).toContain(
      `The database is that of the embedded PostgreSQL in ${data} with the project's logs of ${logs}.`,
    );
    expect(code).toBe(1);
  }, 300_000);
});

describe('a database that was never rebuilt', () => {
  it('is not rebuilt without a mask key', async () => {
    const test = await createTestDatabase({ template: false });
    try {
      const given = ['--project', root, '--database-url', test.connectionString];
      expect((await runConcordat(['migrate', ...given])).code).toBe(0);
      const { code, stderr } = await runConcordat(['rebuild', ...given]);
      expect(stderr).toContain(
        '--mask-key <secret>, CONCORDAT_MASK_KEY is missing: the database was never rebuilt',
      );
      expect(code).toBe(2);
    } finally {
      await test.drop();
    }
  });
});
