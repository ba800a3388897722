import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { createKafka } from '../../src/feed/kafka/createKafka.ts';
import { createTopicAdmin } from '../../src/feed/kafka/createTopicAdmin.ts';
import type { KafkaSettings } from '../../src/feed/kafka/KafkaSettings.ts';

const shape = z.object({ topic: z.string(), key: z.string(), timestamp: z.number(), value: z.unknown() });

interface LoadedRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly timestamp: string;
}

/** What lies on Kafka for the benchmark. */
export interface LoadedTopics {
  readonly topics: readonly string[];
  readonly events: number;
  readonly records: readonly LoadedRecord[];
}

const partitions = 4;
const messagesAtOnce = 2_000;

async function* linesOf(path: string): AsyncGenerator<LoadedRecord> {
  for await (const line of createInterface({ input: createReadStream(path).pipe(createGunzip()) })) {
    const { topic, key, timestamp, value } = shape.parse(JSON.parse(line));
    yield { topic, key, timestamp: String(timestamp), value: JSON.stringify(value) };
  }
}

/** Puts the logs on topics of four partitions, by key. */
export async function loadTopics(kafka: KafkaSettings, paths: readonly string[]): Promise<LoadedTopics> {
  const records: LoadedRecord[] = [];
  for (const path of paths) for await (const record of linesOf(path)) records.push(record);
  const topics = [...new Set(records.map(({ topic }) => topic))];
  const admin = createTopicAdmin(kafka);
  // The logs are of years ago: retention would take them at once.
  for (const topic of topics) await admin.create({ topic, partitions, config: { 'retention.ms': '-1' } });
  await admin.close();
  const producer = createKafka(kafka).producer({ allowAutoTopicCreation: false });
  await producer.connect();
  for (const topic of topics) {
    const ofTopic = records.filter((record) => record.topic === topic);
    for (let at = 0; at < ofTopic.length; at += messagesAtOnce) {
      const messages = ofTopic.slice(at, at + messagesAtOnce);
      await producer.send({
        topic,
        messages: messages.map(({ key, value, timestamp }) => ({ key, value, timestamp })),
      });
    }
  }
  await producer.disconnect();
  return { topics, events: records.length, records };
}
