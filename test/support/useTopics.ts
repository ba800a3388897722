import { afterAll, beforeAll } from '@jest/globals';
import { createTopicReader } from '../../src/feed/kafka/createTopicReader.ts';
import { createTopicWriter } from '../../src/feed/kafka/createTopicWriter.ts';
import type { KafkaSettings } from '../../src/feed/kafka/KafkaSettings.ts';
import type { TopicReader } from '../../src/feed/kafka/TopicReader.ts';
import type { CreateTopicWriter } from '../../src/feed/kafka/TopicWriter.ts';
import { testKafka, testTopics, type TestTopics } from './kafka.ts';

// Of the test file that calls `useTopics`: each has modules of its own. They are there from its first `beforeEach` on.
export let settings: KafkaSettings;
export let topics: TestTopics;
export let reader: TopicReader;

export const createWriter: CreateTopicWriter = (name) => createTopicWriter(settings, name);

/** Opens the tests' Kafka for a test file, and closes it behind its last test. */
export function useTopics(): void {
  beforeAll(async () => {
    settings = await testKafka();
    topics = await testTopics(settings);
    reader = createTopicReader(settings);
  }, 240_000);
  afterAll(async () => {
    await reader.close();
    await topics.close();
  });
}
