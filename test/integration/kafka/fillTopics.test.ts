import { execFile } from 'node:child_process';
import { stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { createTopicReader } from '../../../src/feed/kafka/createTopicReader.ts';
import type { KafkaSettings } from '../../../src/feed/kafka/KafkaSettings.ts';
import type { TopicReader, TopicRecord } from '../../../src/feed/kafka/TopicReader.ts';
import { createEventFiles, eventLine, type EventFiles } from '../../support/eventFiles.ts';
import { testKafka, topicName } from '../../support/kafka.ts';
import type { Finished } from '../../support/runConcordat.ts';

let settings: KafkaSettings;
let reader: TopicReader;
let files: EventFiles;
beforeAll(async () => {
  settings = await testKafka();
  reader = createTopicReader(settings);
  files = await createEventFiles();
}, 240_000);
afterAll(async () => {
  await reader.close();
  await files.remove();
});

/** Runs what `npm run kafka:fill` runs. */
function fill(...args: readonly string[]): Promise<Finished> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(packageRoot(), 'test/kafka/fill.ts'), ...args],
      { env: { ...process.env, NODE_OPTIONS: '', KAFKA_BROKERS: settings.brokers.join(',') } },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
  });
}

async function recordsOf(topic: string): Promise<readonly TopicRecord[]> {
  const partitions = (await reader.partitions([topic])).get(topic) ?? [];
  const ranges = await reader.ranges(partitions.map((partition) => ({ topic, partition })));
  const found: TopicRecord[] = [];
  for (const { partition, start, end } of ranges) {
    for (let offset = start; offset < end;) {
      const [result] = await reader.read([{ topic, partition, offset }], { maxWaitMs: 50 });
      if (result?.kind !== 'RECORDS') continue;
      found.push(...result.records);
      offset = result.nextOffset;
    }
  }
  return found;
}

const of2017 = 1_483_628_480_123;

describe('npm run kafka:fill', () => {
  it('makes the topics that records name and sends them with key, value and timestamp, byte for byte', async () => {
    const [rides, other] = [topicName('rides'), topicName('other')];
    const file = await files.write('mixed.ndjson.gz', [
      eventLine(rides, 'a', of2017, '{"b": 1.0,  "b":2}'),
      eventLine(other, null, of2017 + 1, '[]'),
      '',
      eventLine(rides, 'a', of2017 + 2, 'null'),
    ]);
    const { code, stdout } = await fill('--partitions', '3', file);
    expect(stdout).toBe(`${file}: 2 records to ${rides}, 1 records to ${other}\n`);
    expect(code).toBe(0);
    expect((await reader.partitions([rides])).get(rides)).toHaveLength(3);
    expect(await recordsOf(rides)).toMatchObject([
      { timestamp: of2017, key: Buffer.from('a'), value: Buffer.from('{"b": 1.0,  "b":2}') },
      { timestamp: of2017 + 2, key: Buffer.from('a'), value: null },
    ]);
    expect(await recordsOf(other)).toMatchObject([
      { timestamp: of2017 + 1, key: null, value: Buffer.from('[]') },
    ]);
    expect((await fill(file)).stdout).toContain(`2 records added to ${rides}`);
  });

  it('takes of a folder the logs that are named for their topic, and more than one batch of them', async () => {
    const topic = topicName('many');
    const folder = await createEventFiles();
    const long = JSON.stringify('x'.repeat(10_000));
    const path = await folder.write(
      `${topic}.ndjson`,
      Array.from({ length: 200 }, (_, index) => eventLine(topic, String(index), of2017, long)),
    );
    const second = await folder.write(`${topic}.again.ndjson`, [eventLine(topic, 'a', of2017, '1')]);
    const { stdout } = await fill(dirname(path));
    expect(stdout).toContain(`${second}: left alone`);
    expect(stdout).toContain(`${path}: 200 records to ${topic}`);
    expect(await recordsOf(topic)).toHaveLength(200);
    await folder.remove();
  });

  it.each([
    [[], 2, /npm run kafka:fill/],
    [['/nowhere'], 1, /There is no \/nowhere\./],
    [['package.json'], 1, /is not named \*\.ndjson/],
    [['--partitions', 'x', '/nowhere'], 1, /Give a whole number/],
  ])('refuses %j', async (args, code, message) => {
    const done = await fill(...args);
    expect(done.stdout + done.stderr).toMatch(message);
    expect(done.code).toBe(code);
  });

  it('says which file is cut off', async () => {
    const topic = topicName('cut');
    const lines = Array.from({ length: 1_000 }, (_, index) => eventLine(topic, String(index), of2017, '1'));
    const whole = await files.write('cut.ndjson.gz', lines);
    await truncate(whole, Math.trunc((await stat(whole)).size / 2));
    const { code, stderr } = await fill(whole);
    expect(stderr).toContain(`${whole} cannot be read to its end: unexpected end of file.`);
    expect(code).toBe(1);
  });

  it('says which line is no record', async () => {
    const file = await files.write('broken.ndjson', ['garbage']);
    const { code, stderr } = await fill(file);
    expect(stderr).toContain(`${file}, line 1: it is not JSON.`);
    expect(code).toBe(1);
  });
});
