import { setTimeout as wait } from 'node:timers/promises';
import type { Project } from '../../src/contract/model.ts';
import type { KafkaSettings } from '../../src/feed/kafka/KafkaSettings.ts';
import { createTopicReader } from '../../src/feed/kafka/createTopicReader.ts';
import { createTopicWriter } from '../../src/feed/kafka/createTopicWriter.ts';
import { deriveBatch } from '../../src/pipeline/derive/deriveBatch.ts';
import { readShards } from '../../src/pipeline/derive/readShards.ts';
import { runIngester } from '../../src/pipeline/ingest/topics/runIngester.ts';
import { runPublisher } from '../../src/pipeline/publish/runPublisher.ts';
import { rebuild } from '../../src/pipeline/rebuild/rebuild.ts';
import type { WorkerOptions } from '../../src/pipeline/run/runLeased.ts';
import type { MaskKeys } from '../../src/policy/masks/MaskKeys.ts';
import type { Database } from '../../src/storage/Database.ts';
import type { BenchDatabases } from './BenchDatabases.ts';
import { copyBytes } from './copyBytes.ts';
import type { LoadedTopics } from './loadTopics.ts';

export interface Throughput {
  readonly what: string;
  /** Source events, or changes where they are published. */
  readonly count: number;
  readonly ms: number;
}

export interface ThroughputOptions {
  readonly project: Project;
  readonly maskKeys: MaskKeys;
  readonly kafka: KafkaSettings;
  readonly loaded: LoadedTopics;
}

const pollMs = 5;

/** Runs a worker until `isDone`, and gives the milliseconds. */
async function timeWorker(
  run: (worker: Pick<WorkerOptions, 'holder' | 'signal' | 'pollMs' | 'onFailure'>) => Promise<void>,
  isDone: () => Promise<boolean>,
): Promise<number> {
  const stop = new AbortController();
  const begun = performance.now();
  const running = run({
    ...{ holder: 'bench', signal: stop.signal, pollMs },
    onFailure: (error) => {
      throw error;
    },
  });
  while (!(await isDone())) await wait(10);
  const ms = performance.now() - begun;
  stop.abort();
  await running;
  return ms;
}

async function countOf(database: Database, from: string): Promise<number> {
  const [row] = await database.query<{ n: number }>({ text: `select count(*)::int as n from ${from}` });
  return row?.n ?? 0;
}

async function ingest(database: Database, options: ThroughputOptions): Promise<number> {
  const reader = createTopicReader(options.kafka);
  const wanted = options.loaded.events;
  const arrived = async (): Promise<boolean> => {
    const [row] = await database.query<{ n: string | null }>({
      text: 'select sum(next_offset) as n from raw.position',
    });
    return Number(row?.n ?? 0) >= wanted;
  };
  const { project } = options;
  const ms = await timeWorker((worker) => runIngester({ ...worker, database, project, reader }), arrived);
  await reader.close();
  if ((await countOf(database, 'raw.event')) !== wanted) throw new Error('Events are missing in raw.');
  return ms;
}

async function derive(
  database: Database,
  { project, maskKeys, loaded }: ThroughputOptions,
  batchSize: number,
): Promise<number> {
  const begun = performance.now();
  for (const shard of await readShards(database, loaded.topics)) {
    while ((await deriveBatch(database, project, shard, { maskKeys, batchSize })) !== undefined);
  }
  return performance.now() - begun;
}

async function publish(database: Database, { project, kafka }: ThroughputOptions): Promise<number> {
  const reader = createTopicReader(kafka);
  const topics = { reader, createWriter: (topic: string) => createTopicWriter(kafka, topic) };
  const isEmpty = async (): Promise<boolean> => (await countOf(database, 'contract.outbox')) === 0;
  const ms = await timeWorker((worker) => runPublisher({ ...worker, database, project, topics }), isEmpty);
  await reader.close();
  return ms;
}

/**
 * One round: the same source events by COPY into a bare table, by ingest from Kafka into raw, derived in batches of 1,000 and
 * of 5,000, recomputed whole, and their changes published. Each on databases of its own.
 */
export async function measureThroughput(
  databases: BenchDatabases,
  options: ThroughputOptions,
): Promise<readonly Throughput[]> {
  const { project, maskKeys, loaded } = options;
  const events = loaded.events;
  const small = await databases.create(project);
  const large = await databases.create(project);
  const whole = await databases.create(project);
  const copied = await copyBytes(whole, loaded);
  const ingested = await ingest(small, options);
  await ingest(large, options);
  await ingest(whole, options);
  const smallBatches = await derive(small, options, 1_000);
  const largeBatches = await derive(large, options, 5_000);
  const begun = performance.now();
  await rebuild(whole, project, { maskKeys });
  const rebuilt = performance.now() - begun;
  const changes = await countOf(whole, 'contract.outbox');
  const published = await publish(whole, options);
  return [
    { what: 'COPY of the same bytes into a bare table', count: events, ms: copied },
    { what: 'ingest: Kafka to raw', count: events, ms: ingested },
    { what: 'full recompute (rebuild)', count: events, ms: rebuilt },
    { what: 'derive, batches of 1,000', count: events, ms: smallBatches },
    { what: 'derive, batches of 5,000', count: events, ms: largeBatches },
    { what: 'publish: changes to Kafka', count: changes, ms: published },
  ];
}
