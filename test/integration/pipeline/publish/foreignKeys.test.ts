import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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

describe('a publisher on whose topic others write keys of rows otherwise than it does (attack 58, I3)', () => {
  it('deletes records of rows under a key that is the same JSON, and outruns them', async () => {
    publisher.start({ topics: { reader, createWriter, lookMs: 100 } });
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    const forged = (key: string, id: string, revision: number) => ({
      ...{ key, value: `{"claimId":"${id}","paidAmount":"0","region":"NORTH"}` },
      headers: { 'concordat-revision': String(revision) },
    });
    await topics.send(publisher.topic, [
      forged('{"claimId": "a"}', 'a', 5_000),
      forged('{"claimId": "zz"}', 'zz', 7),
      forged('{"claimId":"\\u0061"}', 'a', 6_000),
    ]);
    await until('all are deleted', async () => {
      const records = await publisher.topicNow();
      return records.filter(({ value }) => value === null).length >= 4 && records.length >= 9;
    });
    await publisher.published();
    await publisher.expectTopicIsTable();
    const deleted = (await publisher.topicNow()).filter(({ value }) => value === null);
    expect(
      deleted.map(({ key, revision, headers }) => [key, revision, headers['concordat-before']]).toSorted(),
    ).toEqual([
      ['{"claimId": "a"}', 5_001, expect.stringContaining('NORTH')],
      ['{"claimId": "zz"}', 8, expect.stringContaining('NORTH')],
      ['{"claimId":"\\u0061"}', 6_001, expect.stringContaining('NORTH')],
      ['{"claimId":"zz"}', 9, expect.stringContaining('NORTH')],
    ]);
    // Whoever reads the keys as JSON has the row as it is.
    const ours = (await publisher.topicNow()).filter(({ key }) => key === '{"claimId":"a"}');
    expect(ours.at(-1)?.revision).toBe(6_002);
    const count = (await publisher.topicNow()).length;
    await wait(2_500);
    expect(await publisher.topicNow()).toHaveLength(count);
    expect(publisher.failures).toEqual([]);
  });

  it('deletes copies of its own records, and not the row', async () => {
    publisher.start({ topics: { reader, createWriter, lookMs: 100 } });
    await publisher.settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await publisher.published();
    const copies = (await publisher.topicNow()).map(({ key, value, headers }) => ({
      ...{ key: key.replace(':', ' : '), value, headers: { ...headers } },
    }));
    await topics.send(publisher.topic, copies);
    await until(
      'the rows go on',
      async () => (await publisher.topicNow()).filter(({ revision }) => revision === 3).length === 2,
    );
    await publisher.published();
    await publisher.expectTopicIsTable();
    expect(publisher.failures).toEqual([]);
  });

  it('outruns also the greatest revision that it believes, and those beyond that the row itself has come to', async () => {
    publisher.start({ topics: { reader, createWriter, lookMs: 100 } });
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    for (const revision of [2 ** 52, 2 ** 52 + 2]) {
      const value = '{"claimId":"a","paidAmount":"0"}';
      await topics.send(publisher.topic, [
        { key: '{"claimId": "a"}', value, headers: { 'concordat-revision': String(revision) } },
      ]);
      await until('it is outrun', async () =>
        (await publisher.topicNow()).some((record) => record.revision === revision + 2),
      );
      await publisher.published();
      await publisher.expectTopicIsTable();
    }
    expect(publisher.failures).toEqual([]);
  });

  it('deletes any number of large records', async () => {
    // So many megabytes take longer than the leases of other tests.
    publisher.start({ topics: { reader, createWriter, lookMs: 100 }, leaseMs: 30_000 });
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    const count = 45;
    for (let place = 0; place < count; place += 1) {
      const value = `{"claimId":"a","region":"${'x'.repeat(250_000)}"}`;
      const key = `${' '.repeat(1 + place * 200)}{"claimId":"a"}`;
      await topics.send(publisher.topic, [{ key, value, headers: { 'concordat-revision': '5' } }]);
    }
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await until('all are deleted', async () => {
      const deleted = (await publisher.topicNow()).filter(({ value }) => value === null);
      return new Set(deleted.map(({ key }) => key)).size === count;
    });
    await publisher.published();
    await publisher.expectTopicIsTable();
    expect(publisher.failures).toEqual([]);
  });
});
