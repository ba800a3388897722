import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeGuideProject } from '../../support/readGuideFiles.ts';
import { runConcordat, startConcordat } from '../../support/runConcordat.ts';

describe('the sample of a project on the embedded PostgreSQL', () => {
  let root = '';
  let data = '';
  let args: readonly string[] = [];
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'concordat-sample-'));
    data = join(root, 'data');
    args = ['dev', '--project', root, '--port', '0', '--data-dir', data];
    await writeGuideProject(root);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const ride = (id: string) =>
    `${JSON.stringify({
      topic: 'stations.rides',
      key: id,
      timestamp: 1_767_254_400_000,
      value: { type: 'RideStarted', rideId: id, riderId: 'm', region: 'NORTH', at: '2026-01-01T08:00:00Z' },
    })}\n`;
  const sample = (name: string) => join(root, 'schema', 'sample', name);
  const starts = async () => {
    const dev = startConcordat(args);
    try {
      await dev.waitFor('Ctrl+C stops.');
      return dev.output();
    } finally {
      await dev.stop();
    }
  };

  it('is loaded to its end by the next start when one of its files could not be read', async () => {
    await writeFile(sample('a.ndjson'), ride('a'));
    await writeFile(sample('z.ndjson'), 'garbage\n');
    const failed = await runConcordat(args);
    expect(failed.stderr).toContain('z.ndjson, line 1: it is not JSON');
    expect(failed.code).toBe(1);
    await writeFile(sample('z.ndjson'), ride('z'));
    expect(await starts()).not.toContain('parked');
    const { stdout } = await runConcordat(['rebuild', '--project', root, '--data-dir', data]);
    expect(stdout).toContain('product ride_execution: 8 events');
    await appendFile(sample('z.ndjson'), ride('y').replace('2026-01-01T08', 'soon'));
    expect(await starts()).toContain('1 events parked by ride_execution: see raw.parked');
    const grown = await runConcordat(['rebuild', '--project', root, '--data-dir', data]);
    expect(grown.stdout).toContain('product ride_execution: 9 events');
  }, 120_000);

  it('is derived anew where the project or its mask key is another, and otherwise left as it is', async () => {
    const rebuilt = async () => (await starts()).includes('rebuild ');
    await writeFile(sample('a.ndjson'), ride('a').replace('2026-01-01T08', 'soon'));
    expect(await rebuilt()).toBe(true);
    const again = await starts();
    expect(again).not.toContain('rebuild ');
    expect(again).toContain('1 events parked by ride_execution: see raw.parked');
    const file = join(root, 'schema/contracts/billing_completed_ride/v1.sql');
    await appendFile(file, '\n-- Nothing else.\n');
    expect(await rebuilt()).toBe(true);
    expect(await rebuilt()).toBe(false);
    args = [...args, '--mask-key', 'another key of the tests, long enough'];
    expect(await rebuilt()).toBe(true);
    expect(await rebuilt()).toBe(false);
  }, 180_000);

  it('says how to start afresh when it was changed', async () => {
    await writeFile(sample('a.ndjson'), ride('a'));
    await starts();
    await writeFile(sample('a.ndjson'), ride('b'));
    const { code, stderr } = await runConcordat(args);
    expect(stderr).toContain('error (INGEST_CONFLICT)');
    expect(stderr).toContain('another --data-dir');
    expect(stderr).toContain(`remove the directory ${data}`);
    expect(code).toBe(1);
    await rm(data, { recursive: true });
    await starts();
  }, 120_000);

  it('does not keep a project from changing its tables: what is refused says how to start afresh', async () => {
    await starts();
    const file = join(root, 'schema/products/ride_execution/product.graphql');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/(\w+): String\b(?!!)/, '$1: Int'));
    const { stderr } = await runConcordat(args);
    expect(stderr).toContain('error (MIGRATION_REFUSED)');
    expect(stderr).toContain(`remove the directory ${data}`);
  }, 120_000);
});
