import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { readGuideFiles, writeGuideProject } from '../../support/readGuideFiles.ts';
import { scrape } from '../../support/scrape.ts';
import { startTraceCollector } from '../../support/traceCollector.ts';
import { until } from '../../support/until.ts';
import { runConcordat, startConcordat } from '../../support/runConcordat.ts';

describe('concordat pipeline', () => {
  let root = '';
  let test: TestDatabase;
  const environment = (key = 'm'): Record<string, string> => ({
    DATABASE_URL: test.connectionString,
    CONCORDAT_MASK_KEY: key.repeat(32),
  });
  const run = (command: string, ...more: string[]) =>
    runConcordat([command, '--project', root, ...more], environment());

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'concordat-pipeline-'));
    await writeGuideProject(root);
    test = await createTestDatabase({ template: false });
    await run('migrate');
  });
  afterAll(async () => {
    await test.drop();
    await rm(root, { recursive: true });
  });

  it('derives what is ingested while it runs, and ends cleanly', async () => {
    const pipeline = startConcordat(['pipeline', '--project', root], environment());
    await pipeline.waitFor('"msg":"deriving"');
    const sample = [...(await readGuideFiles())].find(([path]) => path.endsWith('.ndjson'));
    if (sample === undefined) throw new Error('The guide has no sample.');
    const file = join(root, 'delivery.ndjson');
    await writeFile(file, sample[1]);
    expect((await run('ingest', file)).code).toBe(0);
    const waiting = `select from raw.position r left join pipeline.position d using (source, partition)
      where r.next_offset is distinct from d.next_offset`;
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await test.database.query({ text: waiting })).length === 0) break;
      await wait(50);
    }
    expect(await pipeline.stop('SIGTERM')).toBe(0);
    expect(pipeline.output()).toContain('"msg":"stopped"');
    const changes = await test.database.query({ text: 'select from contract.change' });
    expect(changes.length).toBeGreaterThan(0);
    const { stdout } = await run('rebuild', '--format', 'json');
    const { contracts } = JSON.parse(stdout) as { contracts: readonly unknown[] };
    expect(contracts).toEqual(
      contracts.map(() => expect.objectContaining({ inserted: 0, updated: 0, deleted: 0 })),
    );
  });

  it('serves /livez, /readyz and /metrics on a port of its own while it runs', async () => {
    const pipeline = startConcordat(['pipeline', '--project', root, '--host', '127.0.0.1'], environment());
    await pipeline.waitFor('"msg":"deriving"');
    const address = /"address":"([^"]+)"/.exec(pipeline.output())?.[1] ?? '';
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await fetch(`${address}/readyz`)).status === 200) break;
      await wait(50);
    }
    expect(await (await fetch(`${address}/readyz`)).json()).toEqual({ status: 'ready' });
    expect(await (await fetch(`${address}/livez`)).json()).toEqual({ status: 'live' });
    // Ready is who has begun; what the first round of a worker came to is known when it ends.
    await until('the metrics say that all is well', async () => {
      const samples = await scrape(address);
      const isWell = samples.get('concordat_worker_failing{worker="deriver"}') === 0;
      return isWell && samples.get('concordat_reading_up{reading="lag"}') === 1;
    });
    expect(await pipeline.stop('SIGTERM')).toBe(0);
    await expect(fetch(`${address}/livez`)).rejects.toThrow();
  });

  it('is no longer alive when a worker has made no turn for too long, and is again when it gets on', async () => {
    const pipeline = startConcordat(
      ['pipeline', '--project', root, '--host', '127.0.0.1', '--stall-after', '2s', '--lease-seconds', '3'],
      environment(),
    );
    await pipeline.waitFor('"msg":"deriving"');
    const address = /"address":"([^"]+)"/.exec(pipeline.output())?.[1] ?? '';
    const liveness = async (): Promise<unknown> => (await fetch(`${address}/livez`)).json();
    await wait(2_500);
    expect(await liveness()).toEqual({ status: 'live' });
    await test.database.transaction(async (transaction) => {
      // The deriver waits for this lock, as on a connection that hangs.
      await transaction.script('lock table pipeline.lease in access exclusive mode');
      await wait(4_500);
      expect(await liveness()).toMatchObject({
        status: expect.stringMatching(/^stalled: /),
        workers: expect.arrayContaining([{ worker: 'deriver', silentSeconds: expect.any(Number) }]),
      });
      expect((await fetch(`${address}/readyz`)).status).toBe(503);
    });
    await wait(500);
    expect(await liveness()).toEqual({ status: 'live' });
    expect(await pipeline.stop('SIGTERM')).toBe(0);
  });

  it('sends its traces where OTEL_EXPORTER_OTLP_ENDPOINT says, and what is left when it ends', async () => {
    const collector = await startTraceCollector();
    const pipeline = startConcordat(['pipeline', '--project', root], {
      ...environment(),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test',
    });
    await pipeline.waitFor('"msg":"deriving"');
    await test.database.execute({ text: 'delete from pipeline.position' });
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await test.database.query({ text: 'select from pipeline.position' })).length > 0) break;
      await wait(50);
    }
    expect(await pipeline.stop('SIGTERM')).toBe(0);
    expect(collector.spans()).toContainEqual(
      expect.objectContaining({ name: 'derive batch', service: 'concordat-pipeline' }),
    );
    expect(collector.text()).toContain('deployment.environment');
    await collector.close();
  });

  it('refuses another mask key than that of the last rebuild', async () => {
    const { code, stderr } = await runConcordat(['pipeline', '--project', root], environment('x'));
    expect(stderr).toContain('error (CONFIGURATION_INVALID)');
    expect(code).toBe(2);
  });
});
