/**
 * `npm run bench:pipeline`: events a second of ingest, derivation and publishing, beside COPY of the same bytes and the full
 * recompute; and what a batch costs as the tables grow. Real PostgreSQL, real Kafka, the real logs beside the project. Ratios travel
 * to other machines, absolutes don't.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrationsDirectory } from '../../src/cli/migrationsDirectory.ts';
import { loadProject } from '../../src/cli/loadProject.ts';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { developmentMaskKey } from '../../src/policy/identity/developmentIdentity.ts';
import { deriveMaskKeys } from '../../src/policy/masks/deriveMaskKeys.ts';
import { createDatabase } from '../../src/storage/createDatabase.ts';
import type { Database } from '../../src/storage/Database.ts';
import { ensureDatabase } from '../../src/storage/embedded/ensureDatabase.ts';
import { startEmbeddedPostgres } from '../../src/storage/embedded/startEmbeddedPostgres.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { fetchJars } from '../../test/kafka/fetchJars.ts';
import { freePorts } from '../../test/kafka/freePorts.ts';
import { kafkaDirectory } from '../../test/kafka/sharedKafka.ts';
import { startKafka } from '../../test/kafka/startKafka.ts';
import { median } from '../measure/median.ts';
import { measureBatchTime } from './batchTime.ts';
import type { BenchDatabases } from './BenchDatabases.ts';
import { loadTopics } from './loadTopics.ts';
import { makeTopicsAnew } from './makeTopicsAnew.ts';
import { measureThroughput, type Throughput } from './throughput.ts';

const rounds = 3;
const events = join(packageRoot(), '..', 'shared', 'data', 'events');
const logs = ['ordering.orders', 'payments.payments', 'shipping.shipments', 'stores.invoice_lines'];

function summarize(all: readonly (readonly Throughput[])[]): readonly object[] {
  const [first = []] = all;
  const perSecond = (what: string): number =>
    median(
      all.flatMap((round) =>
        round.filter((one) => one.what === what).map(({ count, ms }) => (count / ms) * 1_000),
      ),
    );
  const copy = perSecond(first[0]?.what ?? '');
  const recompute = perSecond(first[2]?.what ?? '');
  return first.map(({ what, count }) => ({
    what,
    count,
    'per second': Math.round(perSecond(what)),
    'of COPY': (perSecond(what) / copy).toFixed(3),
    'of recompute': (perSecond(what) / recompute).toFixed(2),
  }));
}

async function bench(part: string | undefined): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'concordat-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  const opened: Database[] = [];
  const databases: BenchDatabases = {
    async create(project) {
      const connectionString = await ensureDatabase(postgres.connectionString, `bench_${opened.length}`);
      const database = createDatabase({ connectionString });
      opened.push(database);
      await migrate(database, { migrationsDir: migrationsDirectory(), project });
      return database;
    },
  };
  const project = await loadProject(packageRoot());
  const maskKeys = deriveMaskKeys(developmentMaskKey);
  try {
    if (part !== 'batch') {
      const [port = 0, controllerPort = 0] = await freePorts(2);
      const jars = await fetchJars(kafkaDirectory);
      const server = await startKafka({ jars, dataDir: join(folder, 'kafka'), port, controllerPort });
      try {
        const kafka = { brokers: [server.brokers] };
        const loaded = await loadTopics(
          kafka,
          logs.map((log) => join(events, `${log}.ndjson.gz`)),
        );
        const all: (readonly Throughput[])[] = [];
        for (let round = 0; round < rounds; round += 1) {
          await makeTopicsAnew(kafka, project);
          all.push(await measureThroughput(databases, { project, maskKeys, kafka, loaded }));
        }
        console.table(summarize(all));
      } finally {
        await server.kill();
      }
    }
    if (part !== 'throughput') {
      const log = join(events, 'stores.invoice_lines.full.ndjson.gz');
      const times = await measureBatchTime(databases, { project, maskKeys, log, folder });
      const first = times[0]?.medianMs ?? 1;
      console.table(
        times.map(({ linesBehind, medianMs }) => ({
          'lines behind': linesBehind,
          'ms for a batch of 1,000': Math.round(medianMs),
          ratio: (medianMs / first).toFixed(2),
        })),
      );
    }
  } finally {
    await Promise.all(opened.map((database) => database.close()));
    await postgres.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

await bench(process.argv[2]);
