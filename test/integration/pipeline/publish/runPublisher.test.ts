import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Project } from '../../../../src/contract/model.ts';
import { createTopicReader } from '../../../../src/feed/kafka/createTopicReader.ts';
import { createTopicWriter } from '../../../../src/feed/kafka/createTopicWriter.ts';
import type { KafkaSettings } from '../../../../src/feed/kafka/KafkaSettings.ts';
import type { TopicReader } from '../../../../src/feed/kafka/TopicReader.ts';
import type { CreateTopicWriter } from '../../../../src/feed/kafka/TopicWriter.ts';
import { runPublisher, type PublisherOptions } from '../../../../src/pipeline/publish/runPublisher.ts';
import {
  claimEvent,
  createClaimsPipeline,
  settledEvent,
  type ClaimsPipeline,
} from '../../../support/claimsPipeline.ts';
import { derivedProject } from '../../../support/derivedProject.ts';
import { testKafka, testTopics, topicName, type TestTopics } from '../../../support/kafka.ts';
import { foldByPlace, foldByRevision, readTopic, type ReadRecord } from '../../../support/readTopic.ts';

let settings: KafkaSettings;
let topics: TestTopics;
let reader: TopicReader;
let topic: string;
let project: Project;
let pipeline: ClaimsPipeline;
let failures: string[];
let running: { readonly stop: () => Promise<void> }[];

beforeAll(async () => {
  settings = await testKafka();
  topics = await testTopics(settings);
  reader = createTopicReader(settings);
}, 240_000);
afterAll(async () => {
  await reader.close();
  await topics.close();
});

beforeEach(async () => {
  topic = topicName('contract.settled');
  await topics.create(topic, 3);
  project = derivedProject([
    ['schema/contracts/settled_claim/v1.graphql', '@key(', `@serving(topic: "${topic}") @key(`],
  ]);
  pipeline = await createClaimsPipeline(project);
  failures = [];
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map(({ stop }) => stop()));
  await pipeline.close();
});

const createWriter: CreateTopicWriter = (name) => createTopicWriter(settings, name);

function start(options: Partial<PublisherOptions> = {}): { readonly stop: () => Promise<void> } {
  const abort = new AbortController();
  const done = runPublisher({
    ...{ database: pipeline.test.database, project, signal: abort.signal },
    ...{ holder: `test-${Math.random()}`, leaseMs: 2_000, pollMs: 20, batchSize: 3 },
    topics: { reader, createWriter },
    onFailure: (error) => failures.push(error instanceof Error ? error.message : String(error)),
    ...options,
  });
  const stop = async (): Promise<void> => {
    abort.abort();
    await done;
  };
  running.push({ stop });
  return { stop };
}

async function settle(...events: readonly string[]): Promise<void> {
  await pipeline.arriveIn(0, ...events);
  await pipeline.deriveShard(0, 2);
}

async function published(): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await pipeline.rows('select from contract.outbox')).length === 0) return;
    await wait(25);
  }
  throw new Error(`The outbox never became empty: ${failures.join('; ')}`);
}

async function topicNow(): Promise<readonly ReadRecord[]> {
  return readTopic(reader, topic);
}

/** I3, whichever way one reads the topic. */
async function expectTopicIsTable(): Promise<void> {
  const records = await topicNow();
  const rows = await pipeline.rows(
    `select claim_id, paid_amount::text as paid, _revision::int as revision from contract.settled_claim_v1 order by claim_id`,
  );
  for (const fold of [foldByPlace(records), foldByRevision(records)]) {
    const folded = [...fold.values()].map(({ value, revision }) => {
      const { claimId, paidAmount } = JSON.parse(value ?? '') as { claimId: string; paidAmount: string };
      return { claim_id: claimId, paid: paidAmount, revision };
    });
    expect(folded.toSorted((a, b) => (a.claim_id < b.claim_id ? -1 : 1))).toEqual(rows);
  }
}

describe('a publisher', () => {
  it('publishes each change as a record in the form of the design, keys in order of their revisions (I3)', async () => {
    start();
    await settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await settle(settledEvent(2, 'a', '9.75'));
    await settle(settledEvent(3, 'b', '8.00', { office: 'Nowhere' }));
    await published();
    const records = await topicNow();
    const ofA = records.filter(({ key }) => key === '{"claimId":"a"}');
    expect(ofA.map(({ revision }) => revision)).toEqual([1, 2]);
    const [first, second] = ofA;
    expect(JSON.parse(first?.value ?? '')).toMatchObject({
      ...{ claimId: 'a', paidAmount: '9.5', currency: 'EUR', settledAt: '2026-01-02T03:04:05.000Z' },
    });
    expect(Object.keys(JSON.parse(first?.value ?? '') as object)[0]).toBe('claimId');
    expect(first?.headers).toMatchObject({
      ce_specversion: '1.0',
      ce_source: '/concordat/contracts/settled_claim/v1',
      ce_type: 'settled_claim.v1.upserted',
      ce_subject: '{"claimId":"a"}',
      ce_id: expect.stringMatching(/^[\w-]{22}-1$/),
      ce_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/),
      'content-type': 'application/json',
    });
    expect(first?.headers).not.toHaveProperty('concordat-before');
    expect(JSON.parse(second?.headers['concordat-before'] ?? '')).toMatchObject({
      paidAmount: '9.5',
      outcome: 'PAID_IN_PART',
    });
    // The holder's address is no field that a filter asks, and the office is a hidden column.
    expect(second?.headers['concordat-before']).not.toMatch(/holderEmail|office/);
    expect(records.every(({ value }) => value?.includes('"office"') !== true)).toBe(true);
    await expectTopicIsTable();
    expect(failures).toEqual([]);
  });

  it('publishes a row that goes away as a record without a value', async () => {
    start();
    await settle(settledEvent(1, 'a', '9.50'));
    await settle(claimEvent(2, { claimId: 'a', paidAmount: '9.50' }));
    await published();
    const records = await topicNow();
    expect(records.map(({ value, revision }) => [value === null, revision])).toEqual([
      [false, 1],
      [true, 2],
    ]);
    expect(records[1]?.headers).toMatchObject({ ce_type: 'settled_claim.v1.deleted' });
    await expectTopicIsTable();
  });

  it('does not publish again what was published and could not be noted any more', async () => {
    const first = start();
    await settle(settledEvent(1, 'a', '9.50'));
    await published();
    await first.stop();
    await settle(settledEvent(2, 'a', '9.75'), settledEvent(1, 'b', '8.00'));
    // A process that ends between the topic's commit and the database's.
    const broken: CreateTopicWriter = (name) => {
      const writer = createWriter(name);
      return {
        ...writer,
        async write(records) {
          await writer.write(records);
          throw new Error('killed');
        },
      };
    };
    const second = start({ topics: { reader, createWriter: broken }, pollMs: 10_000 });
    while (failures.length === 0) await wait(20);
    await second.stop();
    expect(failures).toEqual(['killed']);
    expect(await topicNow()).toHaveLength(3);
    start();
    await published();
    expect(await topicNow()).toHaveLength(3);
    await expectTopicIsTable();
  });

  it('is fenced once another has taken over: what it was about to write never gets on the topic', async () => {
    const old = createWriter(topic);
    await old.takeOver();
    start();
    await settle(settledEvent(1, 'a', '9.50'));
    await published();
    const record = { key: '{"claimId":"a"}', value: '{"stale":true}', headers: {}, timestamp: Date.now() };
    await expect(old.write([record])).rejects.toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
    await old.close();
    await settle(settledEvent(2, 'a', '9.75'));
    await published();
    expect(await topicNow()).toHaveLength(2);
    await expectTopicIsTable();
  });

  it('outruns a topic that knows more than a restored database (fault 27, I3)', async () => {
    const first = start();
    await settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await published();
    await first.stop();
    const changes = await pipeline.rows('select max(id)::int as id from contract.change');
    const offsets = await pipeline.rows('select next_offsets from contract.publication');
    const second = start();
    await settle(settledEvent(2, 'a', '9.75'), settledEvent(3, 'a', '9.80'), settledEvent(2, 'c', '1.00'));
    await published();
    await second.stop();
    // As if a backup were restored that was taken after the first two.
    await pipeline.test.database.execute({
      text: `delete from contract.change where id > $1`,
      values: [changes[0]?.['id']],
    });
    await pipeline.test.database.execute({
      text: 'update contract.publication set next_offsets = $1',
      values: [JSON.stringify(offsets[0]?.['next_offsets'])],
    });
    await pipeline.rows('delete from raw.event where "offset" >= 2');
    await pipeline.rows('update raw.position set next_offset = 2');
    await pipeline.rows(
      `update contract.settled_claim_v1 set paid_amount = 9.5, _revision = 1 where claim_id = 'a'`,
    );
    await pipeline.rows(`delete from contract.settled_claim_v1 where claim_id = 'c'`);
    await pipeline.rows('update pipeline.position set next_offset = 2');
    await pipeline.rows(`delete from claim_intake.claims where claim_id = 'c'`);
    const known = (await topicNow()).length;
    start();
    while ((await topicNow()).length < known + 2) await wait(50);
    await published();
    await expectTopicIsTable();
    // History goes on otherwise than it did.
    await settle(settledEvent(4, 'a', '9.99'), settledEvent(4, 'c', '2.00'));
    await published();
    await expectTopicIsTable();
    const revisions = (await topicNow())
      .filter(({ key }) => key === '{"claimId":"a"}')
      .map(({ revision }) => revision);
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
    expect(new Set(revisions).size).toBe(revisions.length);
    expect(failures).toEqual([]);
  });

  it('gives every row to a topic that was made anew', async () => {
    const first = start();
    await settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await settle(settledEvent(2, 'a', '9.75'));
    await published();
    await first.stop();
    await topics.remove(topic);
    while ((await reader.partitions([topic])).has(topic)) await wait(50);
    await topics.create(topic, 2);
    start();
    while ((await topicNow()).length < 2) await wait(50);
    await published();
    await expectTopicIsTable();
  });

  it('says what is missing where the topic is, and publishes once it is there', async () => {
    await topics.remove(topic);
    while ((await reader.partitions([topic])).has(topic)) await wait(50);
    start();
    await settle(settledEvent(1, 'a', '9.50'));
    while (failures.length === 0) await wait(20);
    expect(failures[0]).toContain(`There is no topic ${topic}`);
    await topics.create(topic);
    await published();
    await expectTopicIsTable();
  });

  it('leaves alone records on the topic that no publisher wrote, and is not stopped by them (attack 58)', async () => {
    const first = start();
    await settle(settledEvent(1, 'a', '9.50'));
    await published();
    await first.stop();
    const forged = (key: string, value: string | null, revision = '7') => ({
      ...{ key, value, headers: { 'concordat-revision': revision } },
    });
    const foreign = [
      { key: 'foreign', value: 'not ours' },
      forged('{"claimId":"a"}', '{"claimId":"a"}', 'many'),
      forged('{"claimId":"a"}', '{"claimId":"a"}', '999999999999999999'),
      forged('{"claimId":"a"}', '{"claimId":"other"}'),
      forged('{"claimId":"zz"}', '{"claimId":"a"}'),
      forged('{"claimId":"zz"}', '"no object"'),
      forged('{"claimId":"zz","more":1}', null),
      forged('{"claimId":7}', null),
      forged('{"claimId":"\\u0000"}', null),
      forged('{"claimId":"\\ud800"}', null),
      forged(`{"claimId":"${'x'.repeat(8_000)}"}`, null),
      forged('{"claimId":"zz"}', '{"claimId":"zz","a":"\\u0000"}'),
      forged('{"claimId":"zz"}', '{"claimId":"zz","a":1e200000}'),
      forged('{"claimId":"zz"}', `{"claimId":"zz","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    ];
    await topics.send(topic, foreign);
    start();
    await settle(settledEvent(2, 'a', '9.75'), settledEvent(1, 'b', '8.00'));
    await published();
    const ours = (await topicNow()).filter(({ headers }) => headers['ce_id'] !== undefined);
    expect(ours.map(({ key, revision }) => [key, revision]).toSorted()).toEqual([
      ['{"claimId":"a"}', 1],
      ['{"claimId":"a"}', 2],
      ['{"claimId":"b"}', 1],
    ]);
    expect(failures).toEqual([]);
  });

  it('outruns a forged revision of a row, and takes no row for gone that is there (attack 58, I3)', async () => {
    const first = start();
    await settle(settledEvent(1, 'a', '9.50'));
    await published();
    await first.stop();
    await topics.send(topic, [
      {
        key: '{"claimId":"a"}',
        value: '{"claimId":"a","paidAmount":"0"}',
        headers: { 'concordat-revision': '5000' },
      },
      { key: '{"claimId":"zz"}', value: '{"claimId":"zz"}', headers: { 'concordat-revision': '7000' } },
    ]);
    start();
    while ((await topicNow()).length < 5) await wait(50);
    await published();
    await expectTopicIsTable();
    expect(failures).toEqual([]);
  });

  it('does not touch a topic that another database published on, unless it is told to take over', async () => {
    const first = start();
    await settle(settledEvent(1, 'a', '9.50'));
    await published();
    await first.stop();
    const before = await topicNow();
    expect(before[0]?.headers['concordat-origin']).toMatch(/^[0-9a-f-]{36}$/);
    // As if this were another database, with other rows.
    await pipeline.rows('update contract.origin set id = gen_random_uuid()');
    await pipeline.rows('delete from contract.publication');
    await settle(settledEvent(1, 'b', '8.00'));
    const second = start();
    while (failures.length === 0) await wait(20);
    expect(failures[0]).toBe(`Topic ${topic} holds what another database published.`);
    await second.stop();
    expect(await topicNow()).toEqual(before);
    start({ topics: { reader, createWriter, takesOver: true } });
    await published();
    await expectTopicIsTable();
  });

  it('without Kafka feeds the embedded feed, in the same order and without gaps', async () => {
    start({ topics: undefined });
    await settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await settle(settledEvent(2, 'a', '9.75'));
    await published();
    const feed = await pipeline.rows(`
      select f.position::int as position, c.key ->> 0 as key, c.revision::int as revision
      from contract.feed f join contract.change c on c.id = f.change_id order by f.position`);
    expect(feed).toEqual([
      { position: 1, key: 'a', revision: 1 },
      { position: 2, key: 'b', revision: 1 },
      { position: 3, key: 'a', revision: 2 },
    ]);
  });

  it('gives a topic all rows that went into the embedded feed before', async () => {
    const embedded = start({ topics: undefined });
    await settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await published();
    await embedded.stop();
    start();
    while ((await topicNow()).length < 2) await wait(50);
    await expectTopicIsTable();
  });
});
