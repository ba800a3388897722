import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Project } from '../../../../../src/contract/model.ts';
import { createKafka } from '../../../../../src/feed/kafka/createKafka.ts';
import { createTopicReader } from '../../../../../src/feed/kafka/createTopicReader.ts';
import type { KafkaSettings } from '../../../../../src/feed/kafka/KafkaSettings.ts';
import { runIngester, type IngesterOptions } from '../../../../../src/pipeline/ingest/topics/runIngester.ts';
import { testKafka, testTopics, topicName, type TestTopics } from '../../../../support/kafka.ts';
import { createTestDatabase, type TestDatabase } from '../../../../support/postgres.ts';
import { projectReading } from '../../../../support/projectReading.ts';
import { sendNameBytes } from '../../../../support/sendNameBytes.ts';

let settings: KafkaSettings;
let topics: TestTopics;
let test: TestDatabase;
let running: { readonly stop: () => Promise<void> }[] = [];
let failures: string[] = [];
let missing: string[] = [];

beforeAll(async () => {
  settings = await testKafka();
  topics = await testTopics(settings);
}, 240_000);

afterAll(() => topics.close());

beforeEach(async () => {
  test = await createTestDatabase();
  failures = [];
  missing = [];
});

afterEach(async () => {
  await Promise.all(running.map(({ stop }) => stop()));
  running = [];
  await test.drop();
});

function start(
  project: Project,
  options: Partial<IngesterOptions> = {},
): { readonly stop: () => Promise<void> } {
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
  const one = { stop };
  running.push(one);
  return one;
}

interface RawRow {
  readonly partition: number;
  readonly offset: string;
  readonly value: string | null;
}

function raw(topic: string): Promise<RawRow[]> {
  return test.database.query<RawRow>({
    text: `select partition, "offset", encode(value, 'escape') as value from raw.event where source = $1 order by 1, 2`,
    values: [topic],
  });
}

async function position(topic: string): Promise<number> {
  const [row] = await test.database.query<{ next: string }>({
    text: 'select next_offset as next from raw.position where source = $1 and partition = 0',
    values: [topic],
  });
  return Number(row?.next ?? 0);
}

/** Writes records in a transaction of their own, whose end takes one offset more. */
async function sendCommitted(
  topic: string,
  values: readonly string[],
  end: 'COMMIT' | 'ABORT' = 'COMMIT',
): Promise<void> {
  const options = { transactionalId: topic, idempotent: true, maxInFlightRequests: 1 };
  const producer = createKafka(settings).producer(options);
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send({ topic, messages: values.map((value) => ({ value })) });
  await (end === 'COMMIT' ? transaction.commit() : transaction.abort());
  await producer.disconnect();
}

type Send = (topic: string, values: readonly string[]) => Promise<void>;

const sendOneByOne: Send = async (topic, values) => {
  for (const value of values) await topics.send(topic, [{ value }]);
};

const sendCommittedOneByOne: Send = async (topic, values) => {
  for (const value of values) await sendCommitted(topic, [value]);
};

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`it did not come to pass; failures: ${failures.join(' | ')}`);
    await setTimeout(20);
  }
}

async function holds(topic: string, events: number): Promise<void> {
  await until(async () => (await raw(topic)).length >= events);
}

describe('ingesting from Kafka', () => {
  it('I1: takes every record of every partition once, byte for byte, with key, headers and time', async () => {
    const topic = topicName();
    // One of the records is of years ago: retention would take it before it is read, on a busy machine.
    await topics.create(topic, 3, { 'retention.ms': '-1' });
    const odd = Buffer.from([0x00, 0xff, 0x80]);
    await topics.send(topic, [
      { partition: 0, key: odd, value: '{"a": 1.0,  "a":2}', timestamp: '1483628480123' },
      { partition: 2, key: null, value: null, headers: { ce_type: ['x', odd], empty: '' } },
      { partition: 2, key: '', value: odd },
    ]);
    start(projectReading(topic));
    await holds(topic, 3);
    const rows = await test.database.query({
      text: `select partition, "offset", encode(key, 'hex') as key, encode(value, 'hex') as value, payload, event_time,
          header_names, (select array_agg(encode(h, 'hex')) from unnest(header_values) h) as headers
        from raw.event order by partition, "offset"`,
    });
    const hex = (text: string): string => Buffer.from(text).toString('hex');
    expect(rows).toEqual([
      expect.objectContaining({
        ...{ partition: 0, offset: '0', key: '00ff80', value: hex('{"a": 1.0,  "a":2}'), payload: { a: 2 } },
        ...{ event_time: '2017-01-05T15:01:20.123Z', header_names: [], headers: null },
      }),
      expect.objectContaining({
        ...{ partition: 2, offset: '0', key: null, value: null, payload: null },
        ...{ header_names: ['ce_type', 'ce_type', 'empty'], headers: [hex('x'), '00ff80', ''] },
      }),
      expect.objectContaining({ partition: 2, offset: '1', key: '', value: '00ff80', payload: null }),
    ]);
  });

  it('I1: keeps names of headers byte for byte that no text can hold, and stops at none', async () => {
    const topic = topicName();
    await topics.create(topic, 1);
    const names = ['610062', '61ff62', 'c3a9', 'eda080', ''].map((hex) => Buffer.from(hex, 'hex'));
    for (const bytes of names) {
      await sendNameBytes(bytes, (name) =>
        topics.send(topic, [{ value: '{}', headers: { before: 'x', [name]: 'odd' } }]),
      );
    }
    start(projectReading(topic));
    await holds(topic, names.length);
    const rows = await test.database.query({
      text: `select header_names as names, (select array_agg(encode(n, 'hex')) from unnest(header_name_bytes) n) as bytes,
          (select array_agg(encode(v, 'escape')) from unnest(header_values) v) as values
        from raw.event where source = $1 order by "offset"`,
      values: [topic],
    });
    const before = Buffer.from('before').toString('hex');
    const values = ['x', 'odd'];
    expect(rows).toEqual([
      { names: ['before', 'a\uFFFDb'], bytes: [before, '610062'], values },
      { names: ['before', 'a\uFFFDb'], bytes: [before, '61ff62'], values },
      { names: ['before', 'é'], bytes: null, values },
      { names: ['before', '\uFFFD\uFFFD\uFFFD'], bytes: [before, 'eda080'], values },
      { names: ['before', ''], bytes: null, values },
    ]);
    expect(failures).toEqual([]);
  });

  it('fault 9: goes on where it stopped, whoever takes over, and takes nothing twice', async () => {
    const topic = topicName();
    await topics.create(topic, 4);
    const send = (from: number) =>
      topics.send(
        topic,
        Array.from({ length: 200 }, (_, index) => ({ partition: index % 4, value: String(from + index) })),
      );
    await send(0);
    const first = start(projectReading(topic));
    await holds(topic, 50);
    start(projectReading(topic));
    await send(1_000);
    await first.stop();
    await send(2_000);
    start(projectReading(topic));
    await holds(topic, 600);
    const values = (await raw(topic)).map(({ value }) => Number(value)).sort((a, b) => a - b);
    expect(values).toEqual(
      [0, 1_000, 2_000].flatMap((from) => Array.from({ length: 200 }, (_, i) => from + i)),
    );
  });

  it('fault 10: finds partitions that are added, and topics that are made later', async () => {
    const [early, late] = [topicName(), topicName()];
    await topics.create(early, 1);
    start(projectReading(early, late), { leaseMs: 600 });
    await until(() => missing.includes(late));
    await topics.addPartitions(early, 3);
    await topics.create(late, 1);
    await topics.send(early, [{ partition: 2, value: 'added' }]);
    await topics.send(late, [{ value: 'late' }]);
    await holds(early, 1);
    await holds(late, 1);
    expect(await raw(early)).toEqual([{ partition: 2, offset: '0', value: 'added' }]);
  });

  it('fault 17: says what retention took unread, records it, and goes on behind it', async () => {
    const topic = topicName();
    await topics.create(topic);
    await topics.send(topic, [{ value: '0' }, { value: '1' }]);
    const first = start(projectReading(topic));
    await holds(topic, 2);
    await first.stop();
    await topics.send(topic, [{ value: '2' }, { value: '3' }, { value: '4' }]);
    await topics.forget(topic, 0, '4');
    const gaps: unknown[] = [];
    start(projectReading(topic), { onGap: (gap) => gaps.push(gap) });
    await holds(topic, 3);
    expect((await raw(topic)).map(({ offset }) => offset)).toEqual(['0', '1', '4']);
    const reason = 'the topic had them no more when they were to be read';
    expect(gaps).toEqual([{ topic, partition: 0, fromOffset: 2n, toOffset: 4n, reason }]);
    const recorded = await test.database.query({
      text: 'select source, from_offset, to_offset from raw.gap',
    });
    expect(recorded).toEqual([{ source: topic, from_offset: '2', to_offset: '4' }]);
  });

  it.each([
    ['shorter than before', ['new']],
    ['longer than before', ['new', 'new', 'new', 'new']],
  ])('fault 18: notices a topic that was made anew, %s, and takes nothing of it', async (_, values) => {
    const [topic, other] = [topicName(), topicName()];
    await topics.create(topic);
    await topics.create(other);
    await topics.send(topic, [{ value: 'old 0' }, { value: 'old 1' }]);
    const first = start(projectReading(topic, other));
    await holds(topic, 2);
    await first.stop();
    await topics.remove(topic);
    await setTimeout(500);
    await topics.create(topic);
    await topics.send(
      topic,
      values.map((value) => ({ value })),
    );
    await topics.send(other, [{ value: 'of another topic' }]);
    start(projectReading(topic, other));
    await until(() => failures.some((failure) => failure.includes('is not the one that raw holds')));
    await holds(other, 1);
    expect((await raw(topic)).map(({ value }) => value)).toEqual(['old 0', 'old 1']);
  });

  it.each([0, 500])(
    'fault 18: notices a topic that is made anew while it runs, after %s ms, though it is longer at once',
    async (pauseMs) => {
      const topic = topicName();
      await topics.create(topic);
      await topics.send(topic, [{ value: 'old 0' }, { value: 'old 1' }]);
      start(projectReading(topic));
      await holds(topic, 2);
      await topics.remove(topic);
      await setTimeout(pauseMs);
      // Kafka may not be done with the old one yet.
      await until(() =>
        topics.create(topic).then(
          () => true,
          () => false,
        ),
      );
      await topics.send(
        topic,
        Array.from({ length: 20 }, (_, index) => ({ value: `new ${index}` })),
      );
      await until(() => failures.some((failure) => failure.includes('is not the one that raw holds')));
      await topics.send(topic, [{ value: 'new later' }]);
      await setTimeout(500);
      expect((await raw(topic)).map(({ value }) => value)).toEqual(['old 0', 'old 1']);
    },
  );

  it.each<readonly [string, string, Send, Send, number]>([
    ['transactional', 'plain', sendCommitted, sendOneByOne, 3],
    // Behind the place of raw's last event, which is a transaction's end now, comes a record where raw has none.
    ['transactional', 'transactional', sendCommitted, sendCommittedOneByOne, 3],
    // At the place of raw's last event is a transaction's end, and raw is to go on right behind it.
    ['plain', 'transactional', sendOneByOne, sendCommittedOneByOne, 2],
  ])(
    "fault 18: notices a topic that was made anew, the old one's producer being %s, the new one's %s",
    async (_, _new, sendOld, sendNew, end) => {
      const topic = topicName();
      await topics.create(topic);
      await sendOld(topic, ['old 0', 'old 1']);
      const first = start(projectReading(topic));
      await until(async () => (await position(topic)) === end);
      await first.stop();
      await topics.remove(topic);
      await setTimeout(500);
      await topics.create(topic);
      await sendNew(topic, ['new 0', 'new 1', 'new 2', 'new 3']);
      start(projectReading(topic));
      await until(() => failures.some((failure) => failure.includes('is not the one that raw holds')));
      await setTimeout(500);
      expect((await raw(topic)).map(({ value }) => value)).toEqual(['old 0', 'old 1']);
    },
  );

  it('fault 18: takes a topic for the one that it was, whatever retention took of it and its producers took back', async () => {
    const topic = topicName();
    await topics.create(topic);
    await sendCommitted(topic, ['0', '1']);
    await sendCommitted(topic, ['taken back'], 'ABORT');
    start(projectReading(topic));
    await until(async () => (await position(topic)) === 5);
    // Also the last one that raw has.
    await topics.forget(topic, 0, '3');
    await sendCommitted(topic, ['5']);
    await sendCommitted(topic, ['7']);
    await until(async () => (await position(topic)) === 9);
    expect((await raw(topic)).map(({ offset }) => offset)).toEqual(['0', '1', '5', '7']);
    expect(failures).toEqual([]);
  });

  it('is not held up by a topic that is deleted', async () => {
    const [gone, other] = [topicName(), topicName()];
    await topics.create(gone);
    await topics.create(other);
    await topics.send(gone, [{ value: 'a' }]);
    await topics.send(other, [{ value: 'b 0' }]);
    // Resting for others would take twice as long.
    start(projectReading(gone, other), { leaseMs: 15_000 });
    await holds(gone, 1);
    await holds(other, 1);
    await topics.remove(gone);
    for (let events = 2; events <= 4; events += 1) {
      await setTimeout(500);
      await topics.send(other, [{ value: `b ${events}` }]);
      await holds(other, events);
    }
    expect(failures.filter((failure) => !failure.includes(gone))).toEqual([]);
  });

  it('fault 16: changes nothing when its position is set back to the beginning', async () => {
    const topic = topicName();
    await topics.create(topic);
    await topics.send(topic, [{ value: 'a', headers: { h: '1' } }, { value: '{}' }]);
    const first = start(projectReading(topic));
    await holds(topic, 2);
    await first.stop();
    const before = await test.database.query({ text: 'select * from raw.event order by "offset"' });
    await test.database.execute({ text: 'update raw.position set next_offset = 0' });
    start(projectReading(topic));
    await topics.send(topic, [{ value: 'c' }]);
    await holds(topic, 3);
    const after = await test.database.query({ text: 'select * from raw.event order by "offset" limit 2' });
    expect(after).toEqual(before);
    expect(failures).toEqual([]);
  });

  it('attacks 53, 55 and 56: keeps poison of every kind, and parses what is JSON', async () => {
    const topic = topicName();
    await topics.create(topic);
    const poison = [
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      '',
      null,
      '{"n": NaN}',
      Buffer.from([0x22, 0xff, 0xfe, 0x22]),
      '{"n": "\\u0000"}',
      '{"n": 9007199254740993}',
    ];
    await topics.send(
      topic,
      poison.map((value) => ({ value })),
    );
    start(projectReading(topic));
    await holds(topic, poison.length);
    const rows = await test.database.query<{ value: string | null; payload: string | null }>({
      text: `select encode(value, 'hex') as value, payload::text from raw.event order by "offset"`,
    });
    expect(rows.map(({ value }) => value)).toEqual(
      poison.map((value) => (value === null ? null : Buffer.from(value).toString('hex'))),
    );
    expect(rows.map(({ payload }) => payload)).toEqual([
      ...Array.from({ length: 6 }, () => null),
      '{"n": 9007199254740993}',
    ]);
    expect(failures).toEqual([]);
  });

  it('fault 3: of two at the same records one writes', async () => {
    const topic = topicName();
    await topics.create(topic);
    await topics.send(
      topic,
      Array.from({ length: 500 }, (_, index) => ({ value: String(index) })),
    );
    // Leases of no time: each thinks that it is its turn.
    start(projectReading(topic), { leaseMs: 30 });
    start(projectReading(topic), { leaseMs: 30 });
    await holds(topic, 500);
    expect(await raw(topic)).toHaveLength(500);
  });
});
