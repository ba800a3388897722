import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { settledEvent } from '../../../support/claimsPipeline.ts';
import { createClaimsPublisher, type ClaimsPublisher } from '../../../support/claimsPublisher.ts';
import { until } from '../../../support/until.ts';
import { createWriter, reader, settings, topics, useTopics } from '../../../support/useTopics.ts';

let publisher: ClaimsPublisher;
let other: string;

useTopics();

async function originId(): Promise<string> {
  const [row] = await publisher.pipeline.rows('select id from contract.origin');
  return String(row?.['id']);
}

/** From now on the pipeline's database is another one, which has never published; rows are as they were. */
async function becomeAnother(): Promise<void> {
  await publisher.pipeline.rows('update contract.origin set id = gen_random_uuid()');
  await publisher.pipeline.rows('delete from contract.publication');
  await publisher.pipeline.rows(
    'insert into contract.outbox (contract, change_id) select contract, id from contract.change',
  );
}

/** The origin of each key's last record. */
async function lastOrigins(): Promise<ReadonlySet<string | undefined>> {
  const last = new Map(
    (await publisher.topicNow()).map(({ key, headers }) => [key, headers['concordat-origin']]),
  );
  return new Set(last.values());
}

beforeEach(async () => {
  publisher = await createClaimsPublisher(settings, topics, reader);
  const first = publisher.start();
  await publisher.settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
  await publisher.published();
  await first.stop();
  other = await originId();
  await becomeAnother();
});
afterEach(() => publisher.close());

describe('a publisher whose topic another database has published on', () => {
  const taking = { takesOver: true };

  it('is told once to take over, and goes on without being told', async () => {
    const second = publisher.start(taking);
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await publisher.published();
    await second.stop();
    publisher.start({ topics: { reader, createWriter, lookMs: 100 } });
    await publisher.settle(settledEvent(3, 'a', '9.80'), settledEvent(1, 'c', '1.00'));
    await publisher.published();
    await publisher.expectTopicIsTable();
    expect(publisher.failures).toEqual([]);
    // What the other writes now is another matter.
    await topics.send(publisher.topic, [
      {
        ...{ key: '{"claimId":"a"}', value: '{"claimId":"a"}' },
        headers: { 'concordat-revision': '9', 'concordat-origin': other },
      },
    ]);
    await until('it is said', () => publisher.failures.length > 0);
    expect(publisher.failures[0]).toBe(`Topic ${publisher.topic} holds what another database published.`);
  });

  it('makes its own record the last of each key, also where the rows are equal', async () => {
    publisher.start({ ...taking, topics: { reader, createWriter, lookMs: 100 } });
    await publisher.published();
    expect(await lastOrigins()).toEqual(new Set([await originId()]));
    await publisher.expectTopicIsTable();
    // And again, where the other has come back meanwhile with the same.
    const [record] = await publisher.topicNow();
    const { key = '', value = null, headers = {} } = record ?? {};
    await topics.send(publisher.topic, [{ key, value, headers: { ...headers, 'concordat-origin': other } }]);
    await publisher.settle(settledEvent(1, 'c', '1.00'));
    await until(
      'the other is the last nowhere',
      async () => (await publisher.topicNow()).length >= 7 && !(await lastOrigins()).has(other),
      { explain: () => publisher.failures.join('\n') },
    );
    await publisher.expectTopicIsTable();
  });

  it('begins with its own revisions, which the other may have had too: they grow, and ids are unique, by origin', async () => {
    const second = publisher.start(taking);
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await publisher.published();
    await second.stop();
    await becomeAnother();
    publisher.start(taking);
    await publisher.published();
    const records = (await publisher.topicNow()).filter(({ key }) => key === '{"claimId":"a"}');
    const revisions = records.map(({ headers }) => Number(headers['concordat-revision']));
    expect(revisions).toEqual([1, 1, 2, 1, 2]);
    const ids = records.map(({ headers }) => String(headers['ce_id']));
    expect(new Set(ids).size).toBe(2);
    const idsByOrigin = records.map(({ headers }, index) => `${headers['concordat-origin']} ${ids[index]}`);
    expect(new Set(idsByOrigin).size).toBe(records.length);
    await publisher.expectTopicIsTable();
  });

  it('goes on behind revisions of the other with another row', async () => {
    await topics.send(publisher.topic, [
      {
        ...{ key: '{"claimId":"a"}', value: '{"claimId":"a","paidAmount":"1.00"}' },
        headers: { 'concordat-revision': '9', 'concordat-origin': other, ce_id: 'x' },
      },
    ]);
    publisher.start(taking);
    await publisher.published();
    const records = (await publisher.topicNow()).filter(({ key }) => key === '{"claimId":"a"}');
    expect(records.map(({ headers }) => headers['concordat-revision'])).toEqual(['1', '9', '10']);
    await publisher.expectTopicIsTable();
  });

  it('leaves the topic to a process that was told to take over', async () => {
    publisher.start({ leaseMs: 1_000 });
    await until('it has tried', () => publisher.failures.length > 0);
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    publisher.start({ ...taking, leaseMs: 1_000 });
    await publisher.published();
    await publisher.expectTopicIsTable();
    expect(new Set(publisher.failures)).toEqual(
      new Set([`Topic ${publisher.topic} holds what another database published.`]),
    );
  });

  it('does not disturb the one that took over when the other is started again', async () => {
    const id = await originId();
    const second = publisher.start(taking);
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await publisher.published();
    await second.stop();
    const fence = createWriter(publisher.topic);
    await fence.takeOver();
    // As the other left it: what it published is known, at offsets before what the new one wrote.
    await publisher.pipeline.rows(`update contract.origin set id = '${other}'`);
    await publisher.pipeline.rows(
      `update contract.publication set accepted_offsets = '{}', last_records = '{}', next_offsets =
        (select jsonb_object_agg(key, value) from jsonb_each(accepted_offsets))`,
    );
    const again = publisher.start();
    await until('it is said', () => publisher.failures.length > 0);
    await wait(1_000);
    await again.stop();
    expect(new Set(publisher.failures)).toEqual(
      new Set([`Topic ${publisher.topic} holds what another database published.`]),
    );
    const headers = { 'concordat-origin': id };
    await fence.write([{ key: '{"claimId":"x"}', value: null, headers, timestamp: Date.now() }]);
    await fence.close();
  });
});
