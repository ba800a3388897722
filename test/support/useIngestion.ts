import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Project } from '../../src/contract/model.ts';
import { createKafka } from '../../src/feed/kafka/createKafka.ts';
import { createTopicReader } from '../../src/feed/kafka/createTopicReader.ts';
import type { KafkaSettings } from '../../src/feed/kafka/KafkaSettings.ts';
import { runIngester, type IngesterOptions } from '../../src/pipeline/ingest/topics/runIngester.ts';
import type { Database } from '../../src/storage/Database.ts';
import { testKafka, testTopics, type TestTopics } from './kafka.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

interface RawRow {
  readonly partition: number;
  readonly offset: string;
  readonly value: string | null;
}

interface Ingester {
  readonly stop: () => Promise<void>;
}

/** What tests of ingestion from a real Kafka have: a database for each, and ingesters that end with it. */
export interface Ingestion {
  readonly topics: () => TestTopics;
  readonly database: () => Database;
  /** What ingesters failed by, and topics that they missed, in the test that runs. */
  readonly failures: readonly string[];
  readonly missing: readonly string[];
  readonly start: (project: Project, options?: Partial<IngesterOptions>) => Ingester;
  /** Raw's events of a topic, in their order. */
  readonly raw: (topic: string) => Promise<readonly RawRow[]>;
  /** Raw's position in partition 0 of a topic. */
  readonly position: (topic: string) => Promise<number>;
  readonly until: (condition: () => Promise<boolean> | boolean) => Promise<void>;
  /** Waits until raw has so many events of a topic. */
  readonly holds: (topic: string, events: number) => Promise<void>;
  /** Writes records in a transaction of their own, whose end takes one offset more. */
  readonly sendCommitted: (
    topic: string,
    values: readonly string[],
    end?: 'COMMIT' | 'ABORT',
  ) => Promise<void>;
}

const patienceMs = 25_000;

/** For the top of a test file. */
export function useIngestion(): Ingestion {
  let settings: KafkaSettings;
  let topics: TestTopics;
  let test: TestDatabase;
  let running: Ingester[] = [];
  const failures: string[] = [];
  const missing: string[] = [];

  beforeAll(async () => {
    settings = await testKafka();
    topics = await testTopics(settings);
  }, 240_000);
  afterAll(() => topics.close());
  beforeEach(async () => {
    test = await createTestDatabase();
    failures.length = 0;
    missing.length = 0;
  });
  afterEach(async () => {
    await Promise.all(running.map(({ stop }) => stop()));
    running = [];
    await test.drop();
  });

  const raw: Ingestion['raw'] = (topic) =>
    test.database.query<RawRow>({
      text: `select partition, "offset", encode(value, 'escape') as value from raw.event where source = $1 order by 1, 2`,
      values: [topic],
    });

  const until: Ingestion['until'] = async (condition) => {
    const deadline = Date.now() + patienceMs;
    while (!(await condition())) {
      if (Date.now() > deadline)
        throw new Error(`it did not come to pass; failures: ${failures.join(' | ')}`);
      await setTimeout(20);
    }
  };

  return {
    ...{ topics: () => topics, database: () => test.database, failures, missing, raw, until },
    start(project, options = {}) {
      const reader = createTopicReader(settings);
      const abort = new AbortController();
      const done = runIngester({
        ...{ database: test.connect(), project, reader, signal: abort.signal },
        ...{ holder: `test-${Math.random()}`, leaseMs: 1_500, pollMs: 20 },
        onFailure: (error) => failures.push(error instanceof Error ? error.message : String(error)),
        onMissing: (names = []) => missing.push(...names),
        ...options,
      });
      const stop = async (): Promise<void> => {
        abort.abort();
        await done;
        await reader.close();
      };
      running.push({ stop });
      return { stop };
    },
    async position(topic) {
      const [row] = await test.database.query<{ next: string }>({
        text: 'select next_offset as next from raw.position where source = $1 and partition = 0',
        values: [topic],
      });
      return Number(row?.next ?? 0);
    },
    holds: (topic, events) => until(async () => (await raw(topic)).length >= events),
    async sendCommitted(topic, values, end = 'COMMIT') {
      const options = { transactionalId: topic, idempotent: true, maxInFlightRequests: 1 };
      const producer = createKafka(settings).producer(options);
      await producer.connect();
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: values.map((value) => ({ value })) });
      await (end === 'COMMIT' ? transaction.commit() : transaction.abort());
      await producer.disconnect();
    },
  };
}
