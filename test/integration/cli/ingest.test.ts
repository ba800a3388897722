import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { writeGuideProject } from '../../support/readGuideFiles.ts';
import { runConcordat } from '../../support/runConcordat.ts';

describe('concordat ingest and rebuild', () => {
  let root = '';
  let test: TestDatabase;
  let file = '';
  const run = (command: string, ...more: string[]) =>
    runConcordat([command, '--project', root, ...more], {
      DATABASE_URL: test.connectionString,
      CONCORDAT_MASK_KEY: 'm'.repeat(32),
    });

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'concordat-ingest-'));
    await writeGuideProject(root);
    file = join(root, 'delivery.ndjson');
    const line = (topic: string) => `${JSON.stringify({ topic, key: null, timestamp: null, value: {} })}\n`;
    await writeFile(file, line('stations.rides') + line('stations.ride').repeat(2));
    test = await createTestDatabase({ template: false });
  });
  afterAll(async () => {
    await test.drop();
    await rm(root, { recursive: true });
  });

  it('say what to do on a database that is not migrated, first and in short', async () => {
    const refused = [await run('ingest', file), await run('rebuild'), await run('pipeline')];
    for (const { code, stderr } of refused) {
      const lines = stderr.trimEnd().split('\n');
      expect(lines[0]).toMatch(
        /^error \(MIGRATION_REFUSED\): The database is not what .*: run "concordat migrate" first\. It lacks:$/,
      );
      expect(lines[6]).toMatch(/^- … and \d+ more$/);
      expect(lines).toHaveLength(8);
      expect(code).toBe(1);
    }
  });

  it('tell events of a topic that no product reads', async () => {
    expect((await run('migrate')).code).toBe(0);
    const text = await run('ingest', file);
    expect(text.stdout).toBe(`${file}: 3 events, 3 new\n`);
    expect(text.stderr).toContain(
      `warning: ${file}: 2 events of stations.ride, which no product of the project reads\nThe products read stations.rides.\n`,
    );
    expect(text.code).toBe(0);
    const json = await run('ingest', file, '--format', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject([
      { file, events: 3, added: 0, unread: [{ topic: 'stations.ride', events: 2 }] },
    ]);
  });
});
