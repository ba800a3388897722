import net from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import Broker from 'kafkajs/src/broker/index.js';
import { createTopicReader } from '../../../../src/feed/kafka/createTopicReader.ts';
import type { KafkaSettings } from '../../../../src/feed/kafka/KafkaSettings.ts';
import type { ReadResult, TopicReader } from '../../../../src/feed/kafka/TopicReader.ts';
import { createKafka } from '../../../../src/feed/kafka/createKafka.ts';
import { testKafka, testTopics, topicName, type TestTopics } from '../../../support/kafka.ts';
import { until } from '../../../support/until.ts';

let settings: KafkaSettings;
let topics: TestTopics;
let reader: TopicReader;

beforeAll(async () => {
  settings = await testKafka();
  topics = await testTopics(settings);
  reader = createTopicReader(settings);
}, 240_000);

afterAll(async () => {
  await reader.close();
  await topics.close();
});

function recordsOf(result: ReadResult | undefined) {
  if (result?.kind !== 'RECORDS') throw new Error(`${result?.kind ?? 'nothing'} instead of records`);
  return result;
}

async function readAll(topic: string, offset = 0n) {
  const [result] = await reader.read([{ topic, partition: 0, offset }]);
  return recordsOf(result);
}

describe('a topic reader', () => {
  it('gives records byte for byte, with headers in order and doubled names', async () => {
    const topic = topicName();
    await topics.create(topic);
    const odd = Buffer.from([0xff, 0x00, 0xfe]);
    await topics.send(topic, [
      { key: 'a', value: odd, timestamp: '1483628480123', headers: { b: ['2', odd], 1: 'one', a: '' } },
      { key: null, value: null },
      { key: '', value: '' },
    ]);
    const { records, nextOffset, end } = await readAll(topic);
    expect(records).toEqual([
      {
        ...{ offset: 0n, timestamp: 1_483_628_480_123, key: Buffer.from('a'), value: odd },
        headers: [
          { key: '1', keyBytes: Buffer.from('1'), value: Buffer.from('one') },
          { key: 'b', keyBytes: Buffer.from('b'), value: Buffer.from('2') },
          { key: 'b', keyBytes: Buffer.from('b'), value: odd },
          { key: 'a', keyBytes: Buffer.from('a'), value: Buffer.from('') },
        ],
      },
      expect.objectContaining({ offset: 1n, key: null, value: null, headers: [] }),
      expect.objectContaining({ offset: 2n, key: Buffer.from(''), value: Buffer.from('') }),
    ]);
    expect([nextOffset, end]).toEqual([3n, 3n]);
    expect(await readAll(topic, 2n)).toMatchObject({ records: [{ offset: 2n }], nextOffset: 3n });
    expect(await readAll(topic, 3n)).toMatchObject({ records: [], nextOffset: 3n });
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])('reads what the broker packed with %s', async (codec) => {
    const topic = topicName(codec);
    await topics.create(topic, 1, { 'compression.type': codec });
    const values = Array.from({ length: 50 }, (_, index) => `${'packed '.repeat(2_000)}${index}`);
    await topics.send(
      topic,
      values.map((value) => ({ value })),
    );
    const { records } = await readAll(topic);
    expect(records.map(({ value }) => value?.toString())).toEqual(values);
  });

  it('says which partition has no such offset, and reads the others', async () => {
    const topic = topicName();
    await topics.create(topic, 2);
    await topics.send(topic, [
      { partition: 0, value: 'x' },
      { partition: 1, value: 'y' },
    ]);
    const results = await reader.read([
      { topic, partition: 0, offset: 7n },
      { topic, partition: 1, offset: 0n },
    ]);
    expect(results).toEqual(
      expect.arrayContaining([
        { kind: 'OUT_OF_RANGE', topic, partition: 0 },
        expect.objectContaining({ kind: 'RECORDS', partition: 1, nextOffset: 1n }),
      ]),
    );
  });

  it('tells what partitions hold, and knows topics that do not exist', async () => {
    const topic = topicName();
    await topics.create(topic, 3);
    await topics.send(
      topic,
      ['a', 'b', 'c'].map((value) => ({ value, partition: 1 })),
    );
    await topics.forget(topic, 1, '2');
    expect(await reader.partitions([topic, 'there.is.no.such'])).toEqual(new Map([[topic, [0, 1, 2]]]));
    expect(await reader.ranges([{ topic, partition: 1 }])).toEqual([
      { topic, partition: 1, start: 2n, end: 3n },
    ]);
    await topics.addPartitions(topic, 4);
    expect((await reader.partitions([topic])).get(topic)).toEqual([0, 1, 2, 3]);
  });

  it('leaves out what a producer took back, and goes on behind it', async () => {
    const topic = topicName();
    await topics.create(topic);
    const producer = createKafka(settings).producer({
      transactionalId: topic,
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await producer.connect();
    const aborted = await producer.transaction();
    await aborted.send({ topic, messages: [{ value: 'aborted' }] });
    await aborted.abort();
    const committed = await producer.transaction();
    await committed.send({ topic, messages: [{ value: 'committed' }] });
    await committed.commit();
    await producer.disconnect();
    const { records, nextOffset } = await readAll(topic);
    expect(records.map(({ value }) => value?.toString())).toEqual(['committed']);
    // Two records and the end of each transaction.
    expect(nextOffset).toBe(4n);
  });

  it('leaves out what several producers took back at once, whatever its keys are', async () => {
    const topic = topicName();
    await topics.create(topic);
    const producers = ['first', 'second'].map((name) =>
      createKafka(settings).producer({
        ...{ transactionalId: `${topic}.${name}`, idempotent: true, maxInFlightRequests: 1 },
      }),
    );
    await Promise.all(producers.map((producer) => producer.connect()));
    const transactions = await Promise.all(producers.map((producer) => producer.transaction()));
    // The one that begins first ends last; a key of four zero bytes is that of an abort among control records.
    const key = Buffer.alloc(4);
    for (const transaction of [...transactions, ...transactions])
      await transaction.send({ topic, messages: [{ key, value: 'aborted' }] });
    await topics.send(topic, [{ key, value: 'kept' }]);
    for (const transaction of transactions.toReversed()) await transaction.abort();
    await Promise.all(producers.map((producer) => producer.disconnect()));
    for (let from = 0n; from < 5n; from += 1n) {
      const { records, nextOffset } = await readAll(topic, from);
      expect(records.map(({ value }) => value?.toString())).toEqual(['kept']);
      expect(nextOffset).toBe(7n);
    }
  });

  it('says that a topic does not exist, and reads the others', async () => {
    const [topic, gone] = [topicName(), topicName()];
    await topics.create(topic);
    await topics.create(gone);
    await topics.send(topic, [{ value: 'x' }]);
    const requests = [topic, gone, 'there.is.no.such'].map((name) => ({
      ...{ topic: name, partition: 0, offset: 0n },
    }));
    const kinds = async () => {
      const results = await reader.read(requests);
      return new Map(results.map((result) => [result.topic, result.kind]));
    };
    const others = [['there.is.no.such', 'FAILED']] as const;
    expect(await kinds()).toEqual(new Map([[topic, 'RECORDS'], [gone, 'RECORDS'], ...others]));
    await topics.remove(gone);
    await until('it is gone', async () => (await kinds()).get(gone) === 'FAILED');
    for (let round = 0; round < 3; round += 1)
      expect(await kinds()).toEqual(new Map([[topic, 'RECORDS'], [gone, 'FAILED'], ...others]));
  });

  it('reads nothing of a topic that is not the one that is meant, though it has the name and the offset', async () => {
    const [topic, same] = [topicName(), topicName()];
    const idOf = async (name: string) => (await reader.topicIds([{ topic: name, partition: 0 }])).get(name);
    await topics.create(topic);
    await topics.create(same);
    const [topicId, sameId] = [await idOf(topic), await idOf(same)];
    expect([topicId, sameId]).toEqual([await idOf(topic), expect.stringMatching(/^[\w-]{22}$/)]);
    expect(topicId).not.toBe(sameId);
    await topics.remove(topic);
    await until('it is made anew', () => topics.create(topic).then(() => true));
    for (const name of [topic, same])
      await topics.send(
        name,
        ['a', 'b'].map((value) => ({ value })),
      );
    const read = (offset: bigint) =>
      reader.read([
        { topic, partition: 0, offset, topicId },
        { topic: same, partition: 0, offset, topicId: sameId },
      ]);
    const kinds = new Map((await read(1n)).map((result) => [result.topic, result]));
    expect(kinds.get(topic)).toEqual({ kind: 'OUT_OF_RANGE', topic, partition: 0 });
    expect(recordsOf(kinds.get(same)).nextOffset).toBe(2n);
    expect(recordsOf((await reader.read([{ topic, partition: 0, offset: 1n }]))[0]).nextOffset).toBe(2n);
    expect(await idOf(topic)).not.toBe(topicId);
  });

  describe('that several use', () => {
    const sockets: net.Socket[] = [];
    let shared: TopicReader;
    let topic: string;
    beforeEach(async () => {
      topic = topicName();
      await topics.create(topic);
      await topics.send(topic, [{ value: 'x' }]);
      sockets.length = 0;
      const connect = net.connect.bind(net);
      jest.spyOn(net, 'connect').mockImplementation((...args: Parameters<typeof net.connect>) => {
        const socket = connect(...args);
        sockets.push(socket);
        return socket;
      });
      shared = createTopicReader(settings);
    });
    afterEach(async () => {
      await shared.close();
      jest.restoreAllMocks();
    });
    const use = async () => {
      const partitions = ((await shared.partitions([topic])).get(topic) ?? []).map((partition) => ({
        ...{ topic, partition },
      }));
      const topicId = (await shared.topicIds(partitions)).get(topic);
      const ranges = await shared.ranges(partitions);
      const requests = ranges.map(({ partition, start }) => ({ topic, partition, offset: start, topicId }));
      return (await shared.read(requests)).map(({ kind }) => kind);
    };

    it('fails for nobody by what is amiss with the topic of another', async () => {
      await use();
      const connected = sockets.length;
      let isOver = false;
      const others = Array.from({ length: 6 }, async () => {
        while (!isOver) expect(await use()).toEqual(['RECORDS']);
      });
      const remade = topicName('remade');
      const asking = async () => {
        while (!isOver) {
          const at = [{ topic: remade, partition: 0 }];
          await shared.partitions([remade]);
          await shared.topicIds(at).catch(() => undefined);
          await shared.ranges(at).catch(() => undefined);
          await shared.read([{ topic: remade, partition: 0, offset: 5n }]);
        }
      };
      const running = Promise.all([...others, asking()]);
      running.catch(() => undefined);
      for (let round = 0; round < 3; round += 1) {
        await until('it is made', () => topics.create(remade).then(() => true));
        await topics.remove(remade);
      }
      isOver = true;
      await running;
      // kafkajs's own clients connect too, to make the topic.
      expect(sockets.slice(0, connected).map(({ destroyed }) => destroyed)).toEqual(
        Array.from({ length: connected }, () => false),
      );
    });

    it('goes on where a connection is cut under all that is asked on it, and connects once', async () => {
      await use();
      const [idle] = await shared.read([{ topic, partition: 0, offset: 1n }]);
      expect(recordsOf(idle).records).toEqual([]);
      const before = [...sockets];
      const waiting = async () => {
        const [result] = await shared.read([{ topic, partition: 0, offset: 1n }], { maxWaitMs: 200 });
        return recordsOf(result).nextOffset;
      };
      const answers = Promise.all(Array.from({ length: 8 }, () => Promise.all([waiting(), use()])));
      answers.catch(() => undefined);
      await setTimeout(20);
      for (const socket of before)
        socket.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
      expect(await answers).toEqual(Array.from({ length: 8 }, () => [1n, ['RECORDS']]));
      expect(sockets.length - before.length).toBeLessThanOrEqual(4);
      await until('the others are closed', () =>
        Promise.resolve(sockets.filter(({ destroyed }) => !destroyed).length <= 2),
      );
    });
  });

  describe('of a partition that nobody leads', () => {
    let topic: string;
    let looks: number;
    beforeEach(async () => {
      topic = topicName();
      await topics.create(topic, 2);
      await topics.send(topic, [{ partition: 0, value: 'x' }]);
      looks = Infinity;
      // One broker alone leads all that it has, and so says itself what it would say of one that is gone.
      const metadata = Broker.prototype.metadata;
      jest.spyOn(Broker.prototype, 'metadata').mockImplementation(async function (this: Broker, named) {
        const found = await metadata.call(this, named);
        looks -= 1;
        if (looks < 0) return found;
        const topicMetadata = found.topicMetadata.map((one) => ({
          ...one,
          partitionMetadata: one.partitionMetadata.map((of) =>
            one.topic === topic && of.partitionId === 1 ? { ...of, leader: -1 } : of,
          ),
        }));
        return { ...found, topicMetadata };
      });
    });
    afterEach(() => {
      jest.restoreAllMocks();
    });
    const both = () => [0, 1].map((partition) => ({ topic, partition }));

    it('reads the others, and says so of that one', async () => {
      const results = await reader.read(both().map((at) => ({ ...at, offset: 0n })));
      expect(results).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ kind: 'RECORDS', partition: 0 }),
          expect.objectContaining({ kind: 'FAILED', partition: 1 }),
        ]),
      );
      expect((await reader.partitions([topic])).get(topic)).toEqual([0, 1]);
    });

    it('knows not what it holds, and says nothing of it as if it held nothing', async () => {
      await expect(reader.ranges(both())).rejects.toMatchObject({
        code: 'KAFKA_UNAVAILABLE',
        message: expect.stringContaining('no leader'),
      });
      await expect(reader.topicIds(both())).rejects.toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
      expect(await reader.ranges([{ topic, partition: 0 }])).toEqual([
        { topic, partition: 0, start: 0n, end: 1n },
      ]);
    });

    it('waits a moment for another leader', async () => {
      looks = 3;
      expect(await reader.ranges(both())).toHaveLength(2);
      expect(looks).toBeLessThan(0);
    });
  });

  it('says what to do when no broker answers', async () => {
    const lost = createTopicReader({ brokers: ['127.0.0.1:1'] });
    await expect(lost.partitions(['x'])).rejects.toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
    await lost.close();
  });
});
