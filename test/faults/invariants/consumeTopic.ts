import { randomUUID } from 'node:crypto';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import { createKafka } from '../../../src/feed/kafka/createKafka.ts';
import type { KafkaSettings } from '../../../src/feed/kafka/KafkaSettings.ts';

/** A record as it stands on a topic. */
export interface SeenRecord {
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

const patienceMs = 60_000;

function toSeen(partition: number, { offset, key, value, headers }: KafkaMessage): SeenRecord {
  return { partition, offset, key, value, headers: headers ?? {} };
}

/** Where each partition that holds something ends. */
async function endsOf(settings: KafkaSettings, topic: string): Promise<Map<number, bigint>> {
  const admin = createKafka(settings).admin();
  await admin.connect();
  try {
    const partitions = await admin.fetchTopicOffsets(topic);
    return new Map(
      partitions
        .filter(({ high, low }) => BigInt(high) > BigInt(low))
        .map(({ partition, high }) => [partition, BigInt(high)]),
    );
  } finally {
    await admin.disconnect();
  }
}

/**
 * Everything that a topic holds now, read by an ordinary consumer that shares nothing with the reader of the pipeline; in
 * order within each partition.
 */
export async function consumeTopic(settings: KafkaSettings, topic: string): Promise<readonly SeenRecord[]> {
  const open = await endsOf(settings, topic);
  if (open.size === 0) return [];
  const consumer = createKafka(settings).consumer({ groupId: `test-${randomUUID()}`, maxWaitTimeInMs: 100 });
  const records: SeenRecord[] = [];
  const complete = Promise.withResolvers<undefined>();
  const late = setTimeout(() => {
    complete.reject(new Error(`${topic} was not read to its end.`));
  }, patienceMs);
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      eachBatch: ({ batch }) => {
        const end = open.get(batch.partition);
        for (const message of batch.messages) {
          if (end !== undefined && BigInt(message.offset) < end) {
            records.push(toSeen(batch.partition, message));
          }
        }
        if (end !== undefined && BigInt(batch.lastOffset()) + 1n >= end) open.delete(batch.partition);
        if (open.size === 0) complete.resolve(undefined);
        return Promise.resolve();
      },
    });
    await complete.promise;
  } finally {
    clearTimeout(late);
    await consumer.disconnect();
  }
  return records;
}
