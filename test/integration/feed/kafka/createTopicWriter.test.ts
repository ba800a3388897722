import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTopicReader } from '../../../../src/feed/kafka/createTopicReader.ts';
import { createTopicWriter } from '../../../../src/feed/kafka/createTopicWriter.ts';
import type { KafkaSettings } from '../../../../src/feed/kafka/KafkaSettings.ts';
import type { TopicReader } from '../../../../src/feed/kafka/TopicReader.ts';
import type { OutgoingRecord, TopicWriter, WrittenSpan } from '../../../../src/feed/kafka/TopicWriter.ts';
import { testKafka, testTopics, topicName, type TestTopics } from '../../../support/kafka.ts';
import { until } from '../../../support/until.ts';

let settings: KafkaSettings;
let topics: TestTopics;
let reader: TopicReader;
let writer: TopicWriter;

beforeAll(async () => {
  settings = await testKafka();
  topics = await testTopics(settings);
  reader = createTopicReader(settings);
}, 240_000);
afterAll(async () => {
  await Promise.all([reader.close(), topics.close(), writer.close()]);
});

function record(place: number, bytes = 10): OutgoingRecord {
  return { key: `key ${place}`, value: 'x'.repeat(bytes), headers: { of: 'us' }, timestamp: Date.now() };
}

/** Offsets of the records on the topic by partition: those of ours, and those of others. */
async function offsetsOf(topic: string, partitions: number, count: number): Promise<readonly string[][]> {
  const ours: string[] = [];
  const others: string[] = [];
  await until('all can be read', async () => {
    ours.length = 0;
    others.length = 0;
    for (let partition = 0; partition < partitions; partition += 1) {
      for (let offset = 0n; ;) {
        const [result] = await reader.read([{ topic, partition, offset }], { maxWaitMs: 50 });
        if (result?.kind !== 'RECORDS' || result.nextOffset === offset) break;
        for (const { offset: at, headers } of result.records)
          (headers.length > 0 ? ours : others).push(`${partition}/${at}`);
        offset = result.nextOffset;
      }
    }
    return ours.length + others.length === count;
  });
  return [ours.toSorted(), others.toSorted()];
}

function within(spans: readonly WrittenSpan[]): readonly string[] {
  return spans
    .flatMap(({ partition, start, end }) =>
      Array.from({ length: Number(end - start) }, (_, place) => `${partition}/${start + BigInt(place)}`),
    )
    .toSorted();
}

describe('a topic writer', () => {
  it('says exactly where its records are, in several partitions and pieces and between records of others', async () => {
    const topic = topicName();
    await topics.create(topic, 3);
    writer = createTopicWriter(settings, topic);
    const spans: WrittenSpan[] = [];
    for (let round = 0; round < 3; round += 1) {
      // More bytes than are sent at once.
      const many = Array.from({ length: 120 }, (_, place) => record(place, 10_000));
      spans.push(...(await writer.write(many)));
      await topics.send(
        topic,
        [0, 1, 2].map((partition) => ({ key: 'foreign', value: 'x', partition })),
      );
      spans.push(...(await writer.write([record(round)])));
    }
    const [ours, others] = await offsetsOf(topic, 3, 3 * (120 + 3 + 1));
    expect(ours).toHaveLength(3 * 121);
    expect(others).toHaveLength(9);
    expect(within(spans)).toEqual(ours);
    // Pieces of one transaction follow one another; a transaction's end has an offset between.
    expect(spans.length).toBeGreaterThan(3 * 3 * 2);
  });
});
