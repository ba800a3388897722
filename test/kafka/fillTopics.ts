import type { Message, Producer } from 'kafkajs';
import { createKafka } from '../../src/feed/kafka/createKafka.ts';
import { createTopicAdmin } from '../../src/feed/kafka/createTopicAdmin.ts';
import type { KafkaSettings } from '../../src/feed/kafka/KafkaSettings.ts';
import { readEventLine, type EventLine } from '../../src/pipeline/ingest/readEventLine.ts';
import { readLines } from '../../src/pipeline/ingest/readLines.ts';
import { until } from '../support/until.ts';
import type { LogFile } from './logsOf.ts';

export interface FillOptions {
  /** Of topics that are made. */
  readonly partitions: number;
  readonly onProgress?: (path: string, bytesRead: number) => void;
}

/** What became of a file. */
export interface FilledFile {
  readonly path: string;
  /** Records sent, by topic; empty for a file that was left alone. */
  readonly records: ReadonlyMap<string, number>;
  /** Topics that were there before. */
  readonly existing: readonly string[];
}

/** Bytes of one batch, about: below what brokers take of one unless told otherwise. */
const batchBytes = 512 * 1024;
/** Events are of some day, and are to stay whatever day it is. A record may be as large as on contract topics. */
const topicConfig = { 'retention.ms': '-1', 'max.message.bytes': String(16 * 1024 * 1024) };

function toMessage({ key, value, timestamp }: EventLine): Message {
  return { key, value, ...(timestamp === null ? {} : { timestamp: String(timestamp) }) };
}

function sizeOf({ key, value }: EventLine): number {
  return (key?.length ?? 0) + (value?.length ?? 0) + 100;
}

/** @throws Error that names the file, whatever of it cannot be read */
async function* linesOf(path: string, onBytes: (bytes: number) => void): AsyncGenerator<Buffer[]> {
  try {
    yield* readLines(path, onBytes);
  } catch (error) {
    if (!(error instanceof Error) || error.message.includes(path)) throw error;
    throw new Error(
      `${path} cannot be read to its end: ${error.message}. It is damaged, or was not written whole.`,
      { cause: error },
    );
  }
}

/**
 * Sends logs, a line `{"topic","key","timestamp","value"}` a record, to the topics that they name, in their order. Topics that are
 * missing are made, without retention; to others the records are added.
 *
 * @throws ConcordatError KAFKA_UNAVAILABLE, or Error with the file, and the line where one is no record
 */
export async function fillTopics(
  settings: KafkaSettings,
  files: readonly LogFile[],
  { partitions, onProgress }: FillOptions,
): Promise<readonly FilledFile[]> {
  const admin = createTopicAdmin(settings);
  // Idempotent: what is sent again after an error must not stand twice.
  const producer: Producer = createKafka(settings).producer({
    ...{ allowAutoTopicCreation: false, idempotent: true, maxInFlightRequests: 1 },
  });
  const known = new Map<string, boolean>();

  const wasThere = async (topic: string): Promise<boolean> => {
    const before = known.get(topic);
    if (before !== undefined) return before;
    const exists = (await admin.describe([topic])).has(topic);
    if (!exists) {
      await admin.create({ topic, partitions, config: topicConfig });
      // kafkajs drops what is sent to partitions that the broker has not told it of yet.
      await until(`topic ${topic} is there`, async () => {
        return (await admin.describe([topic])).get(topic)?.partitions === partitions;
      });
    }
    known.set(topic, exists);
    return exists;
  };

  const fill = async ({ path, topic: only }: LogFile): Promise<FilledFile> => {
    const records = new Map<string, number>();
    const existing = new Set<string>();
    let waiting = new Map<string, Message[]>();
    let waitingBytes = 0;
    let line = 0;
    let isFirst = true;
    let bytesRead = 0;
    const flush = async (): Promise<void> => {
      for (const [topic, messages] of waiting) {
        if (await wasThere(topic)) existing.add(topic);
        await producer.send({ topic, messages });
        records.set(topic, (records.get(topic) ?? 0) + messages.length);
      }
      waiting = new Map();
      waitingBytes = 0;
      onProgress?.(path, bytesRead);
    };
    for await (const lines of linesOf(path, (bytes) => (bytesRead += bytes))) {
      for (const bytes of lines) {
        line += 1;
        const result = readEventLine(bytes);
        if (result.kind === 'malformed') throw new Error(`${path}, line ${line}: ${result.reason}.`);
        if (result.kind === 'blank') continue;
        const { event } = result;
        if (isFirst && only !== undefined && event.topic !== only) return { path, records, existing: [] };
        isFirst = false;
        if (waitingBytes + sizeOf(event) > batchBytes) await flush();
        const messages = waiting.get(event.topic) ?? [];
        messages.push(toMessage(event));
        waiting.set(event.topic, messages);
        waitingBytes += sizeOf(event);
      }
    }
    await flush();
    return { path, records, existing: [...existing] };
  };

  try {
    await producer.connect();
    const filled: FilledFile[] = [];
    for (const file of files) filled.push(await fill(file));
    return filled;
  } finally {
    await Promise.all([producer.disconnect(), admin.close()]);
  }
}
