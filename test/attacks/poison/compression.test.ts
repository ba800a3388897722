import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { crc32c } from '../../../src/feed/kafka/crc32c.ts';
import kafkajs, { type CompressionTypes as Compression, type Message } from 'kafkajs';
import { createTopicReader } from '../../../src/feed/kafka/createTopicReader.ts';
import { createKafka } from '../../../src/feed/kafka/createKafka.ts';
import { testKafka } from '../../support/kafka.ts';
import { createTopicPipeline, settledRecord, type TopicPipeline } from '../../support/topicPipeline.ts';

const { CompressionTypes } = kafkajs;

let pipeline: TopicPipeline;
beforeEach(async () => {
  pipeline = await createTopicPipeline();
}, 240_000);
afterEach(() => pipeline.close());

/** One batch. */
async function sendBatch(compression: Compression, messages: readonly Message[]): Promise<void> {
  const producer = createKafka(await testKafka()).producer();
  await producer.connect();
  await producer.send({ topic: pipeline.topic, compression, messages: [...messages] });
  await producer.disconnect();
}

const sendPacked = (compression: Compression, ...claims: readonly string[]): Promise<void> =>
  sendBatch(
    compression,
    claims.map((claim) => settledRecord(claim)),
  );

/** Where in the log a batch's parts are: https://kafka.apache.org/documentation/#recordbatch */
const crcAt = 17;
const attributesAt = 22;
const lastOffsetDeltaAt = 23;
const recordsAt = 61;

/**
 * Writes over bytes of the batch that begins with an offset, in the broker's own file: it refuses to take what is broken.
 *
 * @param checksum - whether the batch gets the checksum of what it has become
 */
async function overwrite(
  offset: bigint,
  at: number,
  bytes: Buffer,
  checksum: 'RIGHT' | 'AS_IT_WAS' = 'RIGHT',
): Promise<void> {
  const directory = process.env['CONCORDAT_TEST_KAFKA_DIRECTORY'] ?? '';
  const path = join(directory, 'data', 'log', `${pipeline.topic}-0`, '00000000000000000000.log');
  const file = await open(path, 'r+');
  try {
    const log = await file.readFile();
    let place = 0;
    while (log.readBigInt64BE(place) !== offset) place += 12 + log.readInt32BE(place + 8);
    bytes.copy(log, place + at);
    const batch = log.subarray(place, place + 12 + log.readInt32BE(place + 8));
    if (checksum === 'RIGHT') batch.writeUInt32BE(crc32c(batch.subarray(crcAt + 4)), crcAt);
    await file.write(batch, 0, batch.length, place);
  } finally {
    await file.close();
  }
}

const isOurs = existsSync(process.env['CONCORDAT_TEST_KAFKA_DIRECTORY'] ?? '');
const gapReason = (codec: string) => `a batch of records that cannot be read, with compression ${codec}`;

/** Kafka's own files are at hand only where the tests have started it. */
(isOurs ? describe : describe.skip)('attack 57: records that cannot be unpacked', () => {
  it.each([
    ['a compression that Kafka does not know', 'unknown (5)', attributesAt, Buffer.from([5])],
    ['a compression that is not theirs', 'zstd', attributesAt, Buffer.from([CompressionTypes.ZSTD])],
    ['a payload that is garbage', 'gzip', recordsAt, Buffer.from('garbage of an attacker')],
  ])('%s are tried, told of and recorded as a gap, and the rest is applied', async (_, codec, at, bytes) => {
    await sendPacked(CompressionTypes.GZIP, 'a', 'b');
    await sendPacked(CompressionTypes.GZIP, 'lost', 'lost too');
    await sendPacked(CompressionTypes.GZIP, 'c');
    await overwrite(2n, at, bytes);
    await pipeline.ingest(5);
    expect(pipeline.failures.length).toBeGreaterThan(2);
    expect(pipeline.failures[0]).toContain(`Topic ${pipeline.topic}, partition 0, has at offset 2`);
    const reason = gapReason(codec);
    expect(pipeline.gaps).toEqual([
      { topic: pipeline.topic, partition: 0, fromOffset: 2n, toOffset: 4n, lacking: 2n, reason },
    ]);
    expect(
      await pipeline.claims.rows('select source, partition, from_offset, to_offset, reason from raw.gap'),
    ).toEqual([{ source: pipeline.topic, partition: 0, from_offset: '2', to_offset: '4', reason }]);
    expect((await pipeline.derive())?.products).toMatchObject([{ inputs: 3, applied: 3, parked: 0 }]);
    expect(await pipeline.served()).toEqual(['a', 'b', 'c']);
  });

  it("with a byte that is not the producer's are no truth, whatever they are packed with", async () => {
    for (const [index, compression] of [CompressionTypes.None, CompressionTypes.Snappy].entries()) {
      await sendPacked(compression, `lost ${index}`, 'lost too');
      const batch = BigInt(2 * index);
      await overwrite(batch, recordsAt + 30, Buffer.from('X'), 'AS_IT_WAS');
    }
    await sendPacked(CompressionTypes.GZIP, 'c');
    await pipeline.ingest(5);
    const [none, snappy] = ['none', 'snappy'].map(
      (codec) => `a batch of records with a wrong checksum, with compression ${codec}`,
    );
    expect(pipeline.gaps).toMatchObject([
      { fromOffset: 0n, toOffset: 2n, reason: none },
      { fromOffset: 2n, toOffset: 4n, reason: snappy },
    ]);
    await pipeline.derive();
    expect(await pipeline.served()).toEqual(['c']);
  });

  it.each([
    ['far too many', 100_000],
    ['too few', 0],
  ])(
    'by a damaged batch that says that it holds %s are a gap, and what is behind it is read',
    async (_, delta) => {
      const bytes = Buffer.alloc(4);
      bytes.writeInt32BE(delta);
      await sendPacked(CompressionTypes.GZIP, 'a', 'b');
      await sendPacked(CompressionTypes.GZIP, 'lost', 'lost too');
      await sendPacked(CompressionTypes.GZIP, 'c');
      await overwrite(2n, lastOffsetDeltaAt, bytes, 'AS_IT_WAS');
      await pipeline.ingest(5);
      // The broker believes the batch, and sends it before what comes now.
      await sendPacked(CompressionTypes.GZIP, 'd', 'e');
      await sendPacked(CompressionTypes.GZIP, 'f');
      await pipeline.ingest(8);
      expect(pipeline.gaps).toMatchObject([{ fromOffset: 2n, toOffset: 4n }]);
      await pipeline.derive();
      expect(await pipeline.served()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    },
  );

  it('by a damaged batch that is the last one are a gap that ends where the topic does', async () => {
    await sendPacked(CompressionTypes.GZIP, 'a', 'b');
    await sendPacked(CompressionTypes.GZIP, 'lost', 'lost too');
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(100_000);
    await overwrite(2n, lastOffsetDeltaAt, bytes, 'AS_IT_WAS');
    await pipeline.ingest(4);
    await sendPacked(CompressionTypes.GZIP, 'c');
    await pipeline.ingest(5);
    expect(pipeline.gaps).toMatchObject([{ fromOffset: 2n, toOffset: 4n }]);
    await pipeline.derive();
    expect(await pipeline.served()).toEqual(['a', 'b', 'c']);
  });

  it('are read by themselves when they can be, and raw is set back to them', async () => {
    await sendPacked(CompressionTypes.GZIP, 'a');
    await overwrite(0n, attributesAt, Buffer.from([6]));
    await pipeline.ingest(1);
    expect(pipeline.gaps).toHaveLength(1);
    await overwrite(0n, attributesAt, Buffer.from([CompressionTypes.GZIP]));
    await pipeline.claims.rows('update raw.position set next_offset = 0');
    await pipeline.ingest(1);
    await pipeline.derive();
    expect(await pipeline.served()).toEqual(['a']);
  });
});

describe('attack 57: records', () => {
  it.each<readonly [string, () => Omit<Message, 'key'>]>([
    ['that unpack to more than memory should hold', () => ({ value: Buffer.alloc(300 * 1024 * 1024) })],
    [
      'with a million headers, which are few bytes and much memory,',
      () => ({ value: null, headers: { h: Array.from({ length: 1_000_000 }, () => '') } }),
    ],
  ])(
    '%s are a gap',
    async (_, bomb) => {
      await sendBatch(CompressionTypes.ZSTD, [{ key: 'bomb', ...bomb() }]);
      await pipeline.send(settledRecord('after'));
      await pipeline.ingest(2);
      expect(pipeline.gaps).toMatchObject([{ fromOffset: 0n, toOffset: 1n, reason: gapReason('zstd') }]);
      await pipeline.derive();
      expect(await pipeline.served()).toEqual(['after']);
    },
    240_000,
  );

  it('that are each few bytes take memory together, of which there is a bound', async () => {
    for (const length of [5_000, 20_000])
      await sendBatch(
        CompressionTypes.ZSTD,
        Array.from({ length }, () => ({ key: '', value: null })),
      );
    const reader = createTopicReader(await testKafka(), { maxUnpackedBytes: 4 * 1024 * 1024 });
    const request = { topic: pipeline.topic, partition: 0 };
    expect(await reader.read([{ ...request, offset: 0n }])).toMatchObject([
      { kind: 'RECORDS', nextOffset: 5_000n, records: { length: 5_000 } },
    ]);
    expect(await reader.read([{ ...request, offset: 5_000n }])).toMatchObject([
      {
        ...{ kind: 'UNREADABLE', nextOffset: 25_000n, reason: gapReason('zstd') },
        error: {
          ...{ code: 'RECORD_UNREADABLE', mayBeLogged: true },
          message: expect.stringContaining(`Topic ${request.topic}, partition 0, has at offset 5000 a batch`),
        },
      },
    ]);
    await reader.close();
  });

  it('that are too many together are read in several turns', async () => {
    const value = Buffer.alloc(100 * 1024 * 1024);
    for (const key of ['a', 'b', 'c']) await sendBatch(CompressionTypes.ZSTD, [{ key, value }]);
    const reader = createTopicReader(await testKafka());
    const reads: (readonly (string | undefined)[])[] = [];
    for (let offset = 0n; offset < 3n;) {
      const [result] = await reader.read([{ topic: pipeline.topic, partition: 0, offset }]);
      if (result?.kind !== 'RECORDS') throw new Error(`${result?.kind ?? 'nothing'} instead of records`);
      reads.push(result.records.map(({ key }) => key?.toString()));
      offset = result.nextOffset;
    }
    await reader.close();
    expect(reads).toEqual([['a', 'b'], ['c']]);
  }, 240_000);
});
