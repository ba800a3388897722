import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CreateTopicWriter } from '../../../../src/feed/kafka/TopicWriter.ts';
import { claimEvent, settledEvent } from '../../../support/claimsPipeline.ts';
import { createClaimsPublisher, type ClaimsPublisher } from '../../../support/claimsPublisher.ts';
import { until } from '../../../support/until.ts';
import { createWriter, reader, settings, topics, useTopics } from '../../../support/useTopics.ts';

let publisher: ClaimsPublisher;

useTopics();

beforeEach(async () => {
  publisher = await createClaimsPublisher(settings, topics, reader);
});
afterEach(() => publisher.close());

describe('a publisher', () => {
  it('publishes each change as a record in the form of the design, keys in order of their revisions (I3)', async () => {
    publisher.start();
    await publisher.settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await publisher.settle(settledEvent(3, 'b', '8.00', { office: 'Nowhere' }));
    await publisher.published();
    const records = await publisher.topicNow();
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
    await publisher.expectTopicIsTable();
    expect(publisher.failures).toEqual([]);
  });

  it('publishes a row that goes away as a record without a value', async () => {
    publisher.start();
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.settle(claimEvent(2, { claimId: 'a', paidAmount: '9.50' }));
    await publisher.published();
    const records = await publisher.topicNow();
    expect(records.map(({ value, revision }) => [value === null, revision])).toEqual([
      [false, 1],
      [true, 2],
    ]);
    expect(records[1]?.headers).toMatchObject({ ce_type: 'settled_claim.v1.deleted' });
    await publisher.expectTopicIsTable();
  });

  it('does not publish again what was published and could not be noted any more', async () => {
    const first = publisher.start();
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    await first.stop();
    await publisher.settle(settledEvent(2, 'a', '9.75'), settledEvent(1, 'b', '8.00'));
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
    const second = publisher.start({ topics: { reader, createWriter: broken }, pollMs: 10_000 });
    while (publisher.failures.length === 0) await wait(20);
    await second.stop();
    expect(publisher.failures).toEqual(['killed']);
    expect(await publisher.topicNow()).toHaveLength(3);
    publisher.start();
    await publisher.published();
    expect(await publisher.topicNow()).toHaveLength(3);
    await publisher.expectTopicIsTable();
  });

  it('is fenced once another has taken over: what it was about to write never gets on the topic', async () => {
    const old = createWriter(publisher.topic);
    await old.takeOver();
    publisher.start();
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    const record = { key: '{"claimId":"a"}', value: '{"stale":true}', headers: {}, timestamp: Date.now() };
    await expect(old.write([record])).rejects.toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
    await old.close();
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await publisher.published();
    expect(await publisher.topicNow()).toHaveLength(2);
    await publisher.expectTopicIsTable();
  });

  it('outruns a topic that knows more than a restored database (fault 27, I3)', async () => {
    const first = publisher.start();
    await publisher.settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await publisher.published();
    await first.stop();
    const changes = await publisher.pipeline.rows('select max(id)::int as id from contract.change');
    const offsets = await publisher.pipeline.rows('select next_offsets from contract.publication');
    const second = publisher.start();
    await publisher.settle(
      settledEvent(2, 'a', '9.75'),
      settledEvent(3, 'a', '9.80'),
      settledEvent(2, 'c', '1.00'),
    );
    await publisher.published();
    await second.stop();
    // As if a backup were restored that was taken after the first two.
    await publisher.pipeline.test.database.execute({
      text: `delete from contract.change where id > $1`,
      values: [changes[0]?.['id']],
    });
    await publisher.pipeline.test.database.execute({
      text: 'update contract.publication set next_offsets = $1',
      values: [JSON.stringify(offsets[0]?.['next_offsets'])],
    });
    await publisher.pipeline.rows('delete from raw.event where "offset" >= 2');
    await publisher.pipeline.rows('update raw.position set next_offset = 2');
    await publisher.pipeline.rows(
      `update contract.settled_claim_v1 set paid_amount = 9.5, _revision = 1 where claim_id = 'a'`,
    );
    await publisher.pipeline.rows(`delete from contract.settled_claim_v1 where claim_id = 'c'`);
    await publisher.pipeline.rows('update pipeline.position set next_offset = 2');
    await publisher.pipeline.rows(`delete from claim_intake.claims where claim_id = 'c'`);
    const known = (await publisher.topicNow()).length;
    publisher.start();
    while ((await publisher.topicNow()).length < known + 2) await wait(50);
    await publisher.published();
    await publisher.expectTopicIsTable();
    // History goes on otherwise than it did.
    await publisher.settle(settledEvent(4, 'a', '9.99'), settledEvent(4, 'c', '2.00'));
    await publisher.published();
    await publisher.expectTopicIsTable();
    const revisions = (await publisher.topicNow())
      .filter(({ key }) => key === '{"claimId":"a"}')
      .map(({ revision }) => revision);
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
    expect(new Set(revisions).size).toBe(revisions.length);
    expect(publisher.failures).toEqual([]);
  });

  it('gives every row to a topic that was made anew', async () => {
    const first = publisher.start();
    await publisher.settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await publisher.published();
    await first.stop();
    await topics.remove(publisher.topic);
    while ((await reader.partitions([publisher.topic])).has(publisher.topic)) await wait(50);
    await topics.create(publisher.topic, 2);
    publisher.start();
    await until('every row is there', async () => (await publisher.topicNow()).length >= 2);
    await publisher.published();
    await publisher.expectTopicIsTable();
  });

  it('gives every row to a topic that was made anew while it runs', async () => {
    publisher.start({ topics: { reader, createWriter, lookMs: 100 } });
    await publisher.settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await publisher.published();
    await topics.remove(publisher.topic);
    while ((await reader.partitions([publisher.topic])).has(publisher.topic)) await wait(50);
    await topics.create(publisher.topic, 3);
    await until('every row is there', async () => (await publisher.topicNow()).length >= 2);
    await publisher.published();
    await publisher.expectTopicIsTable();
  });

  it('says what is missing where the topic is, and publishes once it is there', async () => {
    await topics.remove(publisher.topic);
    while ((await reader.partitions([publisher.topic])).has(publisher.topic)) await wait(50);
    publisher.start();
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    while (publisher.failures.length === 0) await wait(20);
    expect(publisher.failures[0]).toContain(`There is no topic ${publisher.topic}`);
    await topics.create(publisher.topic);
    await publisher.published();
    await publisher.expectTopicIsTable();
  });

  it('does not touch a topic that another database published on, unless it is told to take over', async () => {
    const first = publisher.start();
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    await first.stop();
    const before = await publisher.topicNow();
    expect(before[0]?.headers['concordat-origin']).toMatch(/^[0-9a-f-]{36}$/);
    // As if this were another database, with other rows.
    await publisher.pipeline.rows('update contract.origin set id = gen_random_uuid()');
    await publisher.pipeline.rows('delete from contract.publication');
    await publisher.settle(settledEvent(1, 'b', '8.00'));
    const second = publisher.start();
    while (publisher.failures.length === 0) await wait(20);
    expect(publisher.failures[0]).toBe(`Topic ${publisher.topic} holds what another database published.`);
    await second.stop();
    expect(await publisher.topicNow()).toEqual(before);
    publisher.start({ takesOver: true });
    await publisher.published();
    await publisher.expectTopicIsTable();
  });

  it('without Kafka feeds the embedded feed, in the same order and without gaps', async () => {
    publisher.start({ topics: undefined });
    await publisher.settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await publisher.published();
    const feed = await publisher.pipeline.rows(`
      select f.position::int as position, c.key ->> 0 as key, c.revision::int as revision
      from contract.feed f join contract.change c on c.id = f.change_id order by f.position`);
    expect(feed).toEqual([
      { position: 1, key: 'a', revision: 1 },
      { position: 2, key: 'b', revision: 1 },
      { position: 3, key: 'a', revision: 2 },
    ]);
  });

  it('without Kafka leaves what is published on a topic to others, unless it is told to take over', async () => {
    const first = publisher.start();
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    await first.stop();
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    const without = publisher.start({ topics: undefined });
    await until('it is said', () => publisher.failures.length > 0);
    expect(publisher.failures[0]).toBe(
      `settled_claim@1 is published at kafka:${publisher.topic}, and this process has no Kafka.`,
    );
    publisher.start();
    await publisher.published();
    await publisher.expectTopicIsTable();
    await without.stop();
  });

  it('takes the place of a topic by the embedded feed where it is told to', async () => {
    const first = publisher.start();
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    await first.stop();
    await publisher.settle(settledEvent(2, 'a', '9.75'), settledEvent(1, 'b', '8.00'));
    publisher.start({ topics: undefined, takesOver: true });
    const fed = (): Promise<readonly object[]> =>
      publisher.pipeline.rows(`
        select c.key ->> 0 as key, max(c.revision)::int as revision
        from contract.feed f join contract.change c on c.id = f.change_id group by 1 order by 1`);
    await until('every row is in it', async () => (await fed()).length === 2);
    expect(await fed()).toEqual([
      { key: 'a', revision: 2 },
      { key: 'b', revision: 1 },
    ]);
    expect(publisher.failures).toEqual([]);
  });

  it('gives a topic all rows that went into the embedded feed before', async () => {
    const embedded = publisher.start({ topics: undefined });
    await publisher.settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await publisher.published();
    await embedded.stop();
    publisher.start();
    await until('every row is there', async () => (await publisher.topicNow()).length >= 2);
    await publisher.expectTopicIsTable();
  });
});
