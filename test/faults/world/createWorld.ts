import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { assertProject } from '../../../src/contract/assertProject.ts';
import type { Project } from '../../../src/contract/model.ts';
import { createTopicReader } from '../../../src/feed/kafka/createTopicReader.ts';
import type { KafkaSettings } from '../../../src/feed/kafka/KafkaSettings.ts';
import { runIngester } from '../../../src/pipeline/ingest/topics/runIngester.ts';
import type { Database } from '../../../src/storage/Database.ts';
import { createDatabase } from '../../../src/storage/createDatabase.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import type { Report } from '../../plain/offices/computeOffices.ts';
import { migrationsDir } from '../../support/claimsPipeline.ts';
import { testTopics, topicName, type TestTopics } from '../../support/kafka.ts';
import { officesProject } from '../../support/offices/officesProject.ts';
import { renamedTopic, renameTopics } from '../../support/renameTopics.ts';
import { until } from '../../support/until.ts';
import { writeProject } from '../../support/writeProject.ts';
import { arrivalOf } from '../histories/officeHistory.ts';
import { findBroken, type Broken } from '../invariants/findBroken.ts';
import { isPublished } from '../invariants/topicDifferences.ts';
import { isDerived } from '../isDerived.ts';
import { partitionOf } from '../partitionOf.ts';
import { seed } from '../scale.ts';
import { killPointName, type KillPoint } from '../worker/killPoints.ts';
import { worldMaskKey } from './worldMaskKey.ts';
import { startProcess, type Process, type ProcessOptions } from './startProcess.ts';

export interface WorldOptions {
  /** A database of the world's own, empty or with the platform's migrations. */
  readonly connectionString: string;
  /** Kafka as the test reaches it. */
  readonly settings: KafkaSettings;
  readonly partitions?: number;
}

/** How a process of the pipeline is started. */
export interface PipelineProcess extends ProcessOptions {
  readonly batchSize?: number;
  readonly leaseSeconds?: number;
  /** The database and Kafka as the process reaches them, where not as the test does. */
  readonly databaseUrl?: string;
  readonly brokers?: string;
}

/** The offices' project on topics and a database of its own, processes that work on it, and what was sent to it. */
export interface World {
  readonly connectionString: string;
  readonly database: Database;
  readonly project: Project;
  /** Folder of the project's files. */
  readonly root: string;
  readonly settings: KafkaSettings;
  readonly topics: TestTopics;
  /** The source topic. */
  readonly source: string;
  /** Reports arrive on the source topic, those of a claim in the same partition. */
  send(reports: readonly Report[]): Promise<void>;
  /** Values that nobody can understand arrive in a partition. */
  sendPoison(values: readonly (string | Buffer | null)[], partition: number): Promise<void>;
  /** More partitions of the source topic; from now on keys are spread over all of them. */
  addPartitions(count: number): Promise<void>;
  /** Brings what was sent into raw, in this process, and derives nothing. */
  ingest(): Promise<void>;
  /** Starts `concordat pipeline`. */
  startPipeline(options?: PipelineProcess): Process;
  /** Starts the pipeline in a process that sends itself a signal at a point. */
  startUntil(point: KillPoint, signal: 'SIGKILL' | 'SIGSTOP'): Process;
  /** Whether everything that was sent is derived and published. */
  isSettled(): Promise<boolean>;
  /** Waits until it is. */
  settle(patienceMs?: number): Promise<void>;
  /** What is stored of positions and changes, to be compared with what is stored later. */
  state(): Promise<unknown>;
  /** Every invariant that is broken, by its number; all lists are empty where none is. */
  broken(): Promise<Broken>;
  /** What processes have written, for messages. */
  readonly explain: () => Promise<string>;
  /** Ends all processes, whatever state they are in. */
  endProcesses(): Promise<void>;
  close(): Promise<void>;
}

const main = join(packageRoot(), 'src', 'main.ts');
const worker = join(import.meta.dirname, '..', 'worker', 'run.ts');
const stateText = `
  select (select array_agg(p order by source, partition) from raw.position p) as raw,
    (select array_agg(p order by source, partition) from pipeline.position p) as derived,
    (select array_agg(c.id order by id) from contract.change c) as changes`;
const waitingText = `
  select (select jsonb_agg(p) from raw.position p) as raw, (select jsonb_agg(p) from pipeline.position p) as derived,
    (select count(*) from contract.outbox) as outbox, (select jsonb_agg(l) from pipeline.lease l) as leases`;
const shownOutput = 3_000;

export async function createWorld(options: WorldOptions): Promise<World> {
  const { connectionString, settings } = options;
  let { partitions = 3 } = options;
  const prefix = topicName('world');
  const files = renameTopics(officesProject(), prefix);
  const project = assertProject(files);
  const root = await writeProject(files);
  const database = createDatabase({ connectionString });
  const topics = await testTopics(settings);
  const reader = createTopicReader(settings);
  const source = renamedTopic(prefix, 'intake.claims');
  await migrate(database, { migrationsDir, project });
  await topics.create(source, partitions, { 'retention.ms': '-1' });
  for (const { serving } of project.contracts) await topics.create(serving.topic, partitions);
  const processes: Process[] = [];
  const reports: Report[] = [];
  let sent = 0;

  const adopt = (started: Process): Process => {
    processes.push(started);
    return started;
  };
  const explain = async (): Promise<string> => {
    const [waiting] = await database
      .query({ text: waitingText })
      .catch((error: unknown) => [{ error: String(error) }]);
    const said = processes.map((one) => `--- ${one.pid}\n${one.output().slice(-shownOutput)}`);
    return [JSON.stringify({ seed, sent, ...waiting }), ...said].join('\n');
  };
  const endProcesses = async (): Promise<void> => {
    await Promise.all(processes.map((one) => one.end('SIGKILL')));
  };
  const isSettled = async (): Promise<boolean> =>
    (await isDerived(database, [source], sent)) && (await isPublished(database));

  return {
    ...{
      connectionString,
      database,
      project,
      root,
      settings,
      topics,
      source,
      explain,
      endProcesses,
      isSettled,
    },
    async send(more) {
      const messages = more.map((report) => {
        const { key, time, value } = arrivalOf(report);
        return { key, value, timestamp: String(time), partition: partitionOf(key, partitions) };
      });
      await topics.send(source, messages);
      reports.push(...more);
      sent += more.length;
    },
    async sendPoison(values, partition) {
      await topics.send(
        source,
        values.map((value) => ({ key: 'poison', value, partition, timestamp: '86400000' })),
      );
      sent += values.length;
    },
    async addPartitions(count) {
      await topics.addPartitions(source, count);
      partitions = count;
    },
    async ingest() {
      const stop = new AbortController();
      const common = { database, project, reader, signal: stop.signal, holder: 'the test' };
      const done = runIngester({ ...common, pollMs: 20, leaseMs: 2_000 });
      await until('raw has everything', async () => {
        const rows = await database.query({
          text: 'select from raw.event where source = $1',
          values: [source],
        });
        return rows.length === sent;
      }).finally(() => {
        stop.abort();
      });
      await done;
    },
    startPipeline({ batchSize = 20, leaseSeconds = 2, databaseUrl, brokers, ...more } = {}) {
      const numbers = ['--batch-size', String(batchSize), '--lease-seconds', String(leaseSeconds)];
      return adopt(
        startProcess(main, ['pipeline', '--project', root, '--port', '0', ...numbers], {
          ...more,
          env: {
            DATABASE_URL: databaseUrl ?? connectionString,
            KAFKA_BROKERS: brokers ?? settings.brokers.join(','),
            CONCORDAT_MASK_KEY: worldMaskKey,
            ...more.env,
          },
        }),
      );
    },
    startUntil: (point, signal) =>
      adopt(
        startProcess(worker, [
          ...[root, connectionString, settings.brokers.join(',')],
          ...[worldMaskKey, killPointName(point), signal],
        ]),
      ),
    settle: (patienceMs = 180_000) =>
      until('everything is derived and published', isSettled, { patienceMs, explain }),
    state: () => database.query({ text: stateText }),
    broken: () => findBroken({ database, settings, reader, project, sources: [source], reports }),
    async close() {
      await endProcesses();
      await Promise.all([reader.close(), topics.close(), database.close()]);
      await rm(root, { recursive: true });
    },
  };
}
