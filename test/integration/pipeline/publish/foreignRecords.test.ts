import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TopicReader } from '../../../../src/feed/kafka/TopicReader.ts';
import { settledEvent } from '../../../support/claimsPipeline.ts';
import { createClaimsPublisher, type ClaimsPublisher } from '../../../support/claimsPublisher.ts';
import { until } from '../../../support/until.ts';
import { createWriter, reader, settings, topics, useTopics } from '../../../support/useTopics.ts';

let publisher: ClaimsPublisher;

useTopics();

beforeEach(async () => {
  publisher = await createClaimsPublisher(settings, topics, reader);
});
afterEach(() => publisher.close());

describe('a publisher whose topic others write to', () => {
  it('is not stopped by records that no publisher wrote, takes none for a change, and leaves other keys alone (attack 58)', async () => {
    const first = publisher.start();
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    await first.stop();
    const forged = (key: string, value: string | null, revision = '7') => ({
      ...{ key, value, headers: { 'concordat-revision': revision } },
    });
    const foreign = [
      { key: 'foreign', value: 'not ours' },
      forged('{"claimId":"a"}', '{"claimId":"a"}', 'many'),
      forged('{"claimId":"a"}', '{"claimId":"a"}', '999999999999999999'),
      forged('{"claimId":"yy"}', '{"claimId":"yy"}', '999999999999999999'),
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
    await topics.send(publisher.topic, foreign);
    publisher.start();
    await until('they are looked at', async () =>
      (await publisher.topicNow()).some(({ key, value }) => key === '{"claimId":"zz"}' && value === null),
    );
    await publisher.settle(settledEvent(2, 'a', '9.75'), settledEvent(1, 'b', '8.00'));
    await publisher.published();
    const ours = (await publisher.topicNow()).filter(({ headers }) => headers['ce_id'] !== undefined);
    expect(ours.map(({ key, revision }) => [key, revision]).toSorted()).toEqual([
      ['{"claimId":"a"}', 1],
      ['{"claimId":"a"}', 8],
      ['{"claimId":"a"}', 9],
      ['{"claimId":"b"}', 1],
      ['{"claimId":"zz"}', 8],
    ]);
    expect(publisher.failures).toEqual([]);
  });

  it('outruns a forged revision of a row, and takes no row for gone that is there (attack 58, I3)', async () => {
    const first = publisher.start();
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    await first.stop();
    await topics.send(publisher.topic, [
      {
        key: '{"claimId":"a"}',
        value: '{"claimId":"a","paidAmount":"0"}',
        headers: { 'concordat-revision': '5000' },
      },
      { key: '{"claimId":"zz"}', value: '{"claimId":"zz"}', headers: { 'concordat-revision': '7000' } },
    ]);
    publisher.start();
    while ((await publisher.topicNow()).length < 5) await wait(50);
    await publisher.published();
    await publisher.expectTopicIsTable();
    expect(publisher.failures).toEqual([]);
  });

  it('says of each row that somebody may hold for one of its key that it is that no more (attack 58, I6)', async () => {
    const first = publisher.start();
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    await first.stop();
    const forged = (revision: number, region: string) => ({
      ...{ key: '{"claimId":"a"}', value: JSON.stringify({ claimId: 'a', region }) },
      headers: { 'concordat-revision': String(revision) },
    });
    // Who follows already holds the first one; who begins between, the last one.
    await topics.send(publisher.topic, [forged(5_000, 'EU'), forged(50, 'US')]);
    publisher.start();
    await until('both are outrun', async () =>
      (await publisher.topicNow()).some(({ revision }) => revision > 5_001),
    );
    await publisher.published();
    const told = (await publisher.topicNow()).slice(-2);
    expect(
      told.map(({ revision, headers }) => {
        const before: unknown = JSON.parse(headers['concordat-before'] ?? '{}');
        return [revision, before];
      }),
    ).toEqual([
      [5_001, { region: 'US' }],
      [5_002, { region: 'EU' }],
    ]);
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await publisher.published();
    expect((await publisher.topicNow()).at(-1)).toMatchObject({ revision: 5_003 });
    await publisher.expectTopicIsTable();
    expect(publisher.failures).toEqual([]);
  });

  it('outruns what somebody else writes between two of its batches, while it runs (attack 58, I3)', async () => {
    const access = { reader, createWriter, lookMs: 600_000 };
    publisher.start({ topics: access });
    await publisher.settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await publisher.published();
    const forged = (revision: number) => ({
      ...{ key: '{"claimId":"a"}', value: '{"claimId":"a","paidAmount":"0"}' },
      headers: { 'concordat-revision': String(revision) },
    });
    await topics.send(publisher.topic, [forged(5_000)]);
    await publisher.settle(settledEvent(2, 'a', '9.75'), settledEvent(2, 'b', '8.25'));
    await until('the forged revision is outrun', async () =>
      (await publisher.topicNow()).some(({ revision }) => revision > 5_000),
    );
    await publisher.published();
    await publisher.expectTopicIsTable();
    // Again, and the key goes on from there.
    await topics.send(publisher.topic, [forged(9_000)]);
    await publisher.settle(settledEvent(3, 'a', '9.80'));
    await until('it is outrun again', async () =>
      (await publisher.topicNow()).some(({ revision }) => revision > 9_000),
    );
    await publisher.settle(settledEvent(4, 'a', '9.90'));
    await publisher.published();
    await publisher.expectTopicIsTable();
    expect(publisher.failures).toEqual([]);
  });

  it('outruns what somebody else writes while there is nothing to publish (attack 58, I3)', async () => {
    publisher.start({ topics: { reader, createWriter, lookMs: 100 } });
    await publisher.settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await publisher.published();
    const records = await publisher.topicNow();
    const [old] = records.filter(({ key }) => key === '{"claimId":"a"}');
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await publisher.published();
    // A record that the publisher wrote once, again: compaction would keep it and not the newer one.
    const { key = '', value = null, headers = {} } = old ?? {};
    await topics.send(publisher.topic, [{ key, value, headers: { ...headers } }]);
    await until('the outdated record is outrun', async () =>
      (await publisher.topicNow()).some(({ revision }) => revision === 3),
    );
    await topics.send(publisher.topic, [
      { key: '{"claimId":"b"}', value: null, headers: { 'concordat-revision': '2' } },
    ]);
    await until('the deletion is outrun', async () =>
      (await publisher.topicNow()).some(
        ({ key: of, revision }) => of === '{"claimId":"b"}' && revision === 3,
      ),
    );
    await publisher.published();
    await publisher.expectTopicIsTable();
    expect(publisher.failures).toEqual([]);
  });

  it('deletes a row that somebody made up once, however many records it has, and keeps little of it', async () => {
    publisher.start({ topics: { reader, createWriter, lookMs: 100 } });
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    const big = 'x'.repeat(10_000);
    const forged = Array.from({ length: 40 }, (_, place) => ({
      ...{ key: '{"claimId":"zz"}', value: `{"claimId":"zz","currency":"${big}","made":"${big}"}` },
      headers: { 'concordat-revision': String(100 + place) },
    }));
    await topics.send(publisher.topic, forged);
    await until('it is deleted', async () =>
      (await publisher.topicNow()).some(({ revision }) => revision === 140),
    );
    await publisher.published();
    await publisher.expectTopicIsTable();
    expect(await publisher.topicNow()).toHaveLength(1 + forged.length + 1);
    const changes = await publisher.pipeline.rows(
      `select revision::int, after, before from contract.change where key = '["zz"]'`,
    );
    expect(changes).toEqual([{ revision: 140, after: null, before: { claimId: 'zz' } }]);
  });

  it('outruns the greatest revision that it believes by one that can be read, and believes none beyond (attack 58)', async () => {
    publisher.start({ topics: { reader, createWriter, lookMs: 100 } });
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    const forged = (revision: bigint) => ({
      ...{ key: '{"claimId":"a"}', value: '{"claimId":"a","paidAmount":"0"}' },
      headers: { 'concordat-revision': String(revision) },
    });
    await topics.send(publisher.topic, [forged(2n ** 53n - 1n), forged(2n ** 52n)]);
    const isOutrun = async (revision: bigint) => {
      const records = await publisher.topicNow();
      return records.some(
        ({ headers, value }) =>
          headers['concordat-revision'] === String(revision) && value?.includes('"currency"') === true,
      );
    };
    await until('it is outrun', () => isOutrun(2n ** 52n + 1n));
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await until('the row goes on', () => isOutrun(2n ** 52n + 2n));
    // The key itself has come so far, and what is written over it is outrun as ever.
    await topics.send(publisher.topic, [forged(2n ** 52n + 2n)]);
    await until('it is outrun again', () => isOutrun(2n ** 52n + 3n));
    await publisher.published();
    const revisions = await publisher.pipeline.rows(
      'select revision::text from contract.change order by id desc limit 1',
    );
    expect(revisions).toEqual([{ revision: String(2n ** 52n + 3n) }]);
    expect(publisher.failures).toEqual([]);
  });

  it('writes its record of a row anew where one that it does not believe would take its place (attack 58, I3)', async () => {
    publisher.start({ topics: { reader, createWriter, lookMs: 100 } });
    await publisher.settle(...['a', 'b', 'c', 'd'].map((id) => settledEvent(1, id, '9.50')));
    await publisher.published();
    const forged = (id: string, value: string | null, headers: Readonly<Record<string, string>>) => ({
      ...{ key: `{"claimId":"${id}"}`, value, headers: { ...headers } },
    });
    const beyond = { 'concordat-revision': String(2n ** 53n - 1n) };
    await topics.send(publisher.topic, [
      forged('a', '{"claimId":"a"}', {}),
      forged('b', null, {}),
      forged('c', '{"claimId":"c","paidAmount":"0"}', beyond),
      forged('d', 'not ours', { 'concordat-revision': '1' }),
      // No row, and no record of a publisher's by its looks.
      forged('yy', '{"claimId":"yy"}', {}),
      forged('zz', '{"claimId":"zz","paidAmount":"0"}', beyond),
    ]);
    await until('each is answered', async () => (await publisher.topicNow()).length >= 4 + 6 + 5);
    await publisher.published();
    const last = new Map((await publisher.topicNow()).map((record) => [record.key, record]));
    expect([...last.values()].map(({ key, value, revision }) => [key, value !== null, revision])).toEqual(
      expect.arrayContaining([
        ...['a', 'b', 'c', 'd'].map((id) => [`{"claimId":"${id}"}`, true, 2]),
        ['{"claimId":"yy"}', true, NaN],
        ['{"claimId":"zz"}', false, 1],
      ]),
    );
    expect(last.size).toBe(6);
    // Where the row is gone at that revision already.
    await topics.send(publisher.topic, [forged('zz', 'not ours', { 'concordat-revision': '1' })]);
    await until('it is deleted again', async () =>
      (await publisher.topicNow()).some(({ value, revision }) => value === null && revision === 2),
    );
    expect(publisher.failures).toEqual([]);
  });

  it('keeps little of a forged row, so that its own record is not too large (attack 58)', async () => {
    publisher.start({ topics: { reader, createWriter, lookMs: 100 } });
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    // As large as the topic takes, so that one with more headers is too large.
    const region = 'x'.repeat(1_048_350);
    for (const key of ['{"claimId":"a"}', '{"claimId": "a"}']) {
      const value = `{"claimId":"a","region":"${region}"}`;
      await topics.send(publisher.topic, [{ key, value, headers: { 'concordat-revision': '50' } }]);
    }
    await until('it is outrun', async () =>
      (await publisher.topicNow()).some(({ revision }) => revision === 52),
    );
    await publisher.published();
    await publisher.expectTopicIsTable();
    expect(publisher.failures).toEqual([]);
  });

  it('reads nothing of what it wrote itself, however many batches and partitions', async () => {
    let reads = 0;
    const counting: TopicReader = {
      ...reader,
      read: (requests, options) => {
        reads += requests.length;
        return reader.read(requests, options);
      },
    };
    publisher.start({ topics: { reader: counting, createWriter, lookMs: 50 } });
    for (let round = 1; round <= 4; round += 1) {
      await publisher.settle(
        ...['a', 'b', 'c', 'd', 'e'].map((id) => settledEvent(round, id, `${round}.50`)),
      );
      await publisher.published();
      // Longer than it waits before it looks at what others wrote.
      await wait(1_200);
    }
    expect(reads).toBe(0);
    await publisher.expectTopicIsTable();
    expect(publisher.failures).toEqual([]);
  });
});
