import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../../src/config/packageRoot.ts';
import { createTopicReader } from '../../../../src/feed/kafka/createTopicReader.ts';
import type { KafkaSettings } from '../../../../src/feed/kafka/KafkaSettings.ts';
import type { TopicReader } from '../../../../src/feed/kafka/TopicReader.ts';
import { fetchJars } from '../../../kafka/fetchJars.ts';
import { kafkaDirectory } from '../../../kafka/sharedKafka.ts';
import { testKafka, testTopics, topicName, type TestTopics } from '../../../support/kafka.ts';

const program = join(packageRoot(), 'test', 'kafka', 'Produce.java');

let settings: KafkaSettings;
let topics: TestTopics;
let reader: TopicReader;
let jars: string;

beforeAll(async () => {
  settings = await testKafka();
  topics = await testTopics(settings);
  reader = createTopicReader(settings);
  jars = await fetchJars(kafkaDirectory);
}, 240_000);

afterAll(async () => {
  await reader.close();
  await topics.close();
});

interface Pair {
  readonly key: Buffer;
  readonly value: Buffer;
}

/** Bytes that look random and are the same each time. */
function noise(seed: number, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256').update(`${seed}/${index}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

/** What packs well, badly and not at all: empty values, texts, noise, and values of many blocks. */
const pairs: readonly Pair[] = Array.from({ length: 400 }, (_, index) => {
  const key = Buffer.from(`key ${index}`);
  const words = Buffer.from(JSON.stringify({ index, words: 'as good as gold '.repeat(index) }));
  if (index === 7) return { key, value: Buffer.concat([noise(index, 150_000), Buffer.alloc(150_000)]) };
  return {
    key,
    value: [Buffer.alloc(0), words, noise(index, index), Buffer.alloc(index)][index % 4] ?? words,
  };
});

async function produce(
  topic: string,
  compression: string,
  sent = pairs,
  batchBytes = 512 * 1024,
): Promise<void> {
  const brokers = settings.brokers.join(',');
  const options = [brokers, topic, compression, String(batchBytes)];
  const java = spawn('java', ['-cp', `${jars}/*`, program, ...options], {
    // It tells its whole configuration; when it fails, the test says with what.
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => java.once('exit', resolve));
  const said = text(java.stderr);
  const lines = sent.map(({ key, value }) => `${key.toString('hex')} ${value.toString('hex')}\n`);
  await pipeline(Readable.from(lines), java.stdin);
  const code = await ended;
  if (code !== 0) throw new Error(`Java's producer failed: ${(await said).slice(-2_000)}`);
}

async function readAll(topic: string): Promise<readonly Pair[]> {
  const found: Pair[] = [];
  for (let offset = 0n; offset < BigInt(pairs.length);) {
    const [result] = await reader.read([{ topic, partition: 0, offset }]);
    if (result?.kind !== 'RECORDS') throw new Error(`${result?.kind ?? 'nothing'} instead of records`);
    for (const { key, value } of result.records)
      found.push({ key: key ?? Buffer.alloc(0), value: value ?? Buffer.alloc(0) });
    offset = result.nextOffset;
  }
  return found;
}

describe("what Java's producer sent", () => {
  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
    'is read byte for byte: %s',
    async (compression) => {
      const topic = topicName(compression);
      await topics.create(topic);
      await produce(topic, compression);
      const found = await readAll(topic);
      expect(found.length).toBe(pairs.length);
      // Not toEqual on all of it, which would print hundreds of kilobytes.
      const wrong = pairs.flatMap(({ key, value }, index) =>
        found[index]?.key.equals(key) === true && found[index].value.equals(value) ? [] : [index],
      );
      expect(wrong).toEqual([]);
    },
    120_000,
  );

  it('is read however many records are in one batch', async () => {
    const topic = topicName();
    await topics.create(topic);
    const count = 150_000;
    const tiny = Array.from({ length: count }, () => ({ key: Buffer.alloc(0), value: Buffer.from('1') }));
    await produce(topic, 'gzip', tiny, 4 * 1024 * 1024);
    const [result] = await reader.read([{ topic, partition: 0, offset: 0n }]);
    if (result?.kind !== 'RECORDS') throw new Error(`${result?.kind ?? 'nothing'} instead of records`);
    expect([result.records.length, result.nextOffset]).toEqual([count, BigInt(count)]);
    expect(result.records.at(-1)).toMatchObject({ offset: BigInt(count) - 1n, value: Buffer.from('1') });
  }, 120_000);
});
