import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import kafkajs, { type Message, type Producer } from 'kafkajs';
import { createKafka } from '../../src/feed/kafka/createKafka.ts';
import type { KafkaSettings } from '../../src/feed/kafka/KafkaSettings.ts';
import { until } from './until.ts';

const patienceMs = 180_000;

/** The Kafka of this test run; started by the first test that wants it. */
export async function testKafka(): Promise<KafkaSettings> {
  const brokers = process.env['CONCORDAT_TEST_KAFKA_BROKERS'];
  const directory = process.env['CONCORDAT_TEST_KAFKA_DIRECTORY'];
  if (brokers === undefined) throw new Error('No Kafka: run the tests with `npm test`, which sets one up.');
  if (directory !== undefined) {
    await writeFile(join(directory, 'wanted'), '');
    const deadline = Date.now() + patienceMs;
    while (!existsSync(join(directory, 'ready'))) {
      if (existsSync(join(directory, 'failed')))
        throw new Error(await readFile(join(directory, 'failed'), 'utf8'));
      if (Date.now() > deadline) throw new Error('Kafka did not start.');
      await setTimeout(100);
    }
  }
  return { brokers: brokers.split(',') };
}

/** A topic name that no other test has. */
export function topicName(stem = 'test'): string {
  return `${stem}.${randomUUID().slice(0, 8)}`;
}

/** What a test does with a Kafka beside the code that it tests. */
export interface TestTopics {
  create(topic: string, partitions?: number, config?: Readonly<Record<string, string>>): Promise<void>;
  configure(topic: string, config: Readonly<Record<string, string>>): Promise<void>;
  remove(topic: string): Promise<void>;
  send(topic: string, messages: readonly Message[]): Promise<void>;
  /** One batch of few bytes that unpacks to many. */
  sendBomb(topic: string, partition: number, unpackedBytes: number): Promise<void>;
  addPartitions(topic: string, count: number): Promise<void>;
  /** Deletes the records before an offset, as retention does. */
  forget(topic: string, partition: number, beforeOffset: string): Promise<void>;
  close(): Promise<void>;
}

export async function testTopics(settings: KafkaSettings): Promise<TestTopics> {
  const kafka = createKafka(settings);
  const admin = kafka.admin();
  // Idempotent: what kafkajs sends again after an error of one partition must not stand twice in the others.
  const createProducer = (): Producer =>
    kafka.producer({ allowAutoTopicCreation: false, idempotent: true, maxInFlightRequests: 1 });
  let producer = createProducer();
  await Promise.all([admin.connect(), producer.connect()]);
  const reconnect = async (): Promise<void> => {
    await producer.disconnect();
    producer = createProducer();
    await producer.connect();
  };
  return {
    async create(topic, partitions = 1, config = {}) {
      const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
      await admin.createTopics({
        topics: [{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }],
        // kafkajs gives up when a busy broker has not heard of the topic yet.
        waitForLeaders: false,
      });
      // A broker tells of a topic's leaders a moment before it answers for them itself.
      await until(
        `topic ${topic} answers`,
        async () => (await admin.fetchTopicOffsets(topic)).length === partitions,
      );
    },
    async configure(topic, config) {
      const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
      const type = kafkajs.ConfigResourceTypes.TOPIC;
      await admin.alterConfigs({ validateOnly: false, resources: [{ type, name: topic, configEntries }] });
    },
    async remove(topic) {
      await admin.deleteTopics({ topics: [topic] });
      // Its numbers of messages would not fit a topic that is made anew.
      await reconnect();
    },
    async send(topic, messages) {
      await producer.send({ topic, messages: [...messages] });
    },
    async sendBomb(topic, partition, unpackedBytes) {
      const value = Buffer.alloc(unpackedBytes);
      const compression = kafkajs.CompressionTypes.ZSTD;
      await producer.send({ topic, compression, messages: [{ key: 'bomb', value, partition }] });
    },
    async addPartitions(topic, count) {
      await admin.createPartitions({ topicPartitions: [{ topic, count }] });
      // What is sent to partitions that kafkajs has not heard of it drops without a word.
      await reconnect();
    },
    async forget(topic, partition, beforeOffset) {
      // Only by this kafkajs learns who leads the partition, and a busy broker may not have heard that it does.
      await until(`offsets of ${topic}`, () => admin.fetchTopicOffsets(topic).then(() => true));
      await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: beforeOffset }] });
    },
    async close() {
      await Promise.all([admin.disconnect(), producer.disconnect()]);
    },
  };
}
