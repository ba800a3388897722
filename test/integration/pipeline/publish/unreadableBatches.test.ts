import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createKafka } from '../../../../src/feed/kafka/createKafka.ts';
import { createTopicReader } from '../../../../src/feed/kafka/createTopicReader.ts';
import type { TopicReader } from '../../../../src/feed/kafka/TopicReader.ts';
import type { UnreadableBatch } from '../../../../src/pipeline/observe/UnreadableBatch.ts';
import { ConcordatError } from '../../../../src/errors/ConcordatError.ts';
import type { PublisherOptions } from '../../../../src/pipeline/publish/runPublisher.ts';
import { topicName } from '../../../support/kafka.ts';
import { claimEvent, settledEvent } from '../../../support/claimsPipeline.ts';
import {
  createClaimsPublisher,
  type ClaimsPublisher,
  type Running,
} from '../../../support/claimsPublisher.ts';
import { until } from '../../../support/until.ts';
import { createWriter, settings, topics, useTopics } from '../../../support/useTopics.ts';

let publisher: ClaimsPublisher;
let unreadable: UnreadableBatch[];

/** More than its reader unpacks. */
const bombBytes = 16 * 1024 * 1024;
let reader: TopicReader;

useTopics();

beforeEach(async () => {
  unreadable = [];
  reader = createTopicReader(settings, { maxUnpackedBytes: bombBytes / 2 });
  publisher = await createClaimsPublisher(settings, topics, reader);
});
afterEach(async () => {
  await publisher.close();
  await reader.close();
});

function start(options: Partial<PublisherOptions> = {}): Running {
  return publisher.start({
    onUnreadable: (batch) => unreadable.push(batch),
    topics: { reader, createWriter, lookMs: 100 },
    ...options,
  });
}

async function revisions(): Promise<Readonly<Record<string, unknown>>> {
  const rows = await publisher.pipeline.rows(
    'select key, max(revision)::int as revision from contract.change group by key order by key',
  );
  return Object.fromEntries(rows.map(({ key, revision }) => [String(key), revision]));
}

describe('a publisher on whose topic others write a batch that cannot be read', () => {
  it('passes over it, says so once, and writes every key again, those whose rows are gone too (attack 58, I3)', async () => {
    const first = start();
    await publisher.settle(...['a', 'b', 'gone'].map((id) => settledEvent(1, id, '9.50')));
    await publisher.settle(claimEvent(2, { claimId: 'gone', claimedAmount: '10.00' }));
    await publisher.published();
    const before = await publisher.topicNow();
    const rowOf = (id: string) => before.find(({ key }) => key === `{"claimId":"${id}"}`);
    const partition = rowOf('a')?.partition ?? 0;
    await topics.sendBomb(publisher.topic, partition, bombBytes);
    await until('it is passed over', () => unreadable.length > 0);
    await publisher.published();
    const { contract, topic, fromOffset, toOffset, reason } = unreadable[0] ?? {};
    expect({ contract, topic, reason }).toEqual({
      ...{ contract: 'settled_claim@1', topic: publisher.topic },
      reason: 'a batch of records that cannot be read, with compression zstd',
    });
    expect(toOffset).toBe((fromOffset ?? 0n) + 1n);
    expect(unreadable[0]?.partition).toBe(partition);
    expect(await revisions()).toEqual({ a: 2, b: 2, gone: 3 });
    await publisher.expectTopicIsTable();
    const after = (await publisher.topicNow()).filter(({ revision }) => revision > 1);
    expect(after.map(({ key, value }) => [key, value !== null]).toSorted()).toEqual([
      ['{"claimId":"a"}', true],
      ['{"claimId":"b"}', true],
      ['{"claimId":"gone"}', false],
      ['{"claimId":"gone"}', false],
    ]);
    const deletions = after.filter(({ value }) => value === null);
    expect(deletions[0]?.headers['concordat-before']).toBe(deletions[1]?.headers['concordat-before']);
    // It goes on behind it, and neither it nor one that starts later does so again.
    await publisher.settle(settledEvent(3, 'a', '9.75'), settledEvent(3, 'c', '8.00'));
    await publisher.published();
    await first.stop();
    const second = start();
    await publisher.settle(settledEvent(4, 'b', '9.80'));
    await publisher.published();
    await second.stop();
    expect(await revisions()).toEqual({ a: 3, b: 3, c: 1, gone: 3 });
    expect(unreadable).toHaveLength(1);
    expect(publisher.failures).toEqual([]);
    await publisher.expectTopicIsTable();
  });

  it('begins behind several that were there before it, and publishes what waited', async () => {
    for (const partition of [0, 0, 1]) await topics.sendBomb(publisher.topic, partition, bombBytes);
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    start();
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await until('they are told of', () => unreadable.length === 3);
    await publisher.published();
    await publisher.expectTopicIsTable();
    // What waited is not skipped.
    const of = (await publisher.topicNow()).map(({ revision }) => revision);
    expect(of).toContain(1);
    expect(publisher.failures).toEqual([]);
  });

  it('tries it several times before', async () => {
    const tried: string[] = [];
    const failing: TopicReader = {
      ...reader,
      read: async (requests, options) => {
        const [request] = requests;
        // The first two reads of the batch fail by something that passes.
        if (request?.offset !== 0n || tried.length >= 2) return reader.read(requests, options);
        tried.push(request.topic);
        const { topic, partition } = request;
        const error = new Error('no memory');
        return [{ kind: 'UNREADABLE', topic, partition, nextOffset: 1n, reason: 'none', error }];
      },
    };
    await topics.send(publisher.topic, [{ key: 'other', value: 'x', partition: 0 }]);
    const peeked: TopicReader = {
      ...failing,
      // What is only looked at before the topic is taken is none of the tries.
      read: (requests, options) =>
        (options?.maxPartitionBytes === undefined ? failing : reader).read(requests, options),
    };
    start({ topics: { reader: peeked, createWriter, lookMs: 100 } });
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    expect(tried).toHaveLength(2);
    expect(unreadable).toEqual([]);
    expect(await revisions()).toEqual({ a: 1 });
  });

  it('looks at all of the topic again where what it published last cannot be read, and loses nothing', async () => {
    const first = start();
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    await first.stop();
    const broken: TopicReader = {
      ...reader,
      read: async (requests, options) => {
        const [request] = requests;
        // As where compaction took the record away, and what cannot be read follows.
        if (request === undefined || options?.maxPartitionBytes !== 1_024)
          return reader.read(requests, options);
        const { topic, partition, offset } = request;
        const error = new Error('cannot be unpacked');
        return [{ kind: 'UNREADABLE', topic, partition, nextOffset: offset + 1n, reason: 'none', error }];
      },
    };
    start({ topics: { reader: broken, createWriter } });
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await publisher.published();
    await publisher.expectTopicIsTable();
    expect(publisher.failures).toEqual([]);
  });
});

describe('a publisher whose topic cannot be read', () => {
  it('says which contract, topic, partition and offset it is about', async () => {
    const failures: unknown[] = [];
    const refusing: TopicReader = {
      ...reader,
      read: (requests) =>
        Promise.resolve(
          requests.map(({ topic, partition }) => ({
            ...{ kind: 'FAILED' as const, topic, partition },
            error: new Error('refused'),
          })),
        ),
    };
    await topics.send(publisher.topic, [{ key: 'other', value: 'x', partition: 2 }]);
    start({
      topics: { reader: refusing, createWriter },
      onFailure: (error) => failures.push(error),
    });
    await until('it fails', () => failures.length > 0);
    const [error] = failures;
    expect(error instanceof ConcordatError ? error.subject : error).toBe(
      `settled_claim@1 (topic ${publisher.topic}, partition 2, offset 0)`,
    );
  });

  it('goes on beside a transaction of somebody else that does not end, and outruns it when it has (I3)', async () => {
    start();
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    const partition = (await publisher.topicNow())[0]?.partition ?? 0;
    const producer = createKafka(settings).producer({
      ...{ transactionalId: topicName('foreign'), idempotent: true, maxInFlightRequests: 1 },
    });
    await producer.connect();
    try {
      for (const [round, end] of (['abort', 'commit'] as const).entries()) {
        const transaction = await producer.transaction();
        const forged = { key: '{"claimId":"a"}', value: null, partition };
        const headers = { 'concordat-revision': String(50 * (round + 1)) };
        await transaction.send({ topic: publisher.topic, messages: [{ ...forged, headers }] });
        await publisher.settle(settledEvent(round + 2, 'a', `9.6${round}`));
        await until('the outbox is empty', async () => {
          const waiting = await publisher.pipeline.rows('select from contract.outbox');
          return waiting.length === 0;
        });
        await wait(2_500);
        await transaction[end]();
        await publisher.settle(settledEvent(round + 4, 'a', `9.7${round}`));
        await publisher.published();
      }
      await until('it is outrun', async () =>
        (await publisher.topicNow()).some(({ revision }) => revision > 100),
      );
      await publisher.published();
      await publisher.expectTopicIsTable();
      expect(publisher.failures).toEqual([]);
    } finally {
      await producer.disconnect();
    }
  });
});
