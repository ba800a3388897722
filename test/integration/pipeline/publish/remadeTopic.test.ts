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

async function makeAnew(): Promise<void> {
  await topics.remove(publisher.topic);
  while ((await reader.partitions([publisher.topic])).has(publisher.topic)) await wait(50);
  await topics.create(publisher.topic, 3);
}

/** So much that each partition of a new topic gets further than the old one came. */
async function changeMuch(): Promise<void> {
  const events = Array.from({ length: 60 }, (_, n) => settledEvent(1, `n${n}`, '7.00'));
  await publisher.pipeline.arriveIn(0, ...events);
  await publisher.pipeline.deriveShard(0, 1_000);
}

async function isComplete(rows: number): Promise<boolean> {
  const keys = new Set((await publisher.topicNow()).map(({ key }) => key));
  return keys.has('{"claimId":"a"}') && keys.has('{"claimId":"b"}') && keys.size === rows;
}

describe('a publisher whose topic is made anew', () => {
  // Nobody looks at the topic meanwhile: what is written tells.
  const topicsOf = () => ({ reader, createWriter, lookMs: 600_000 });

  it('gives it every row, also where the next batch is longer than all before (I3)', async () => {
    publisher.start({ topics: topicsOf(), batchSize: 1_000 });
    await publisher.settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await publisher.published();
    await makeAnew();
    await changeMuch();
    await until('every row is there', () => isComplete(62));
    await publisher.published();
    await publisher.expectTopicIsTable();
  });

  it('gives it every row where the process ends right after that batch (I3)', async () => {
    const first = publisher.start({ topics: topicsOf(), batchSize: 1_000 });
    await publisher.settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await publisher.published();
    await makeAnew();
    await changeMuch();
    await until('some of it is published', async () => (await publisher.topicNow()).length >= 60);
    await first.stop();
    publisher.start({ topics: topicsOf() });
    await until('every row is there', () => isComplete(62));
    await publisher.published();
    await publisher.expectTopicIsTable();
  });

  it('gives it every row where others have filled it already, further than the old one (I3)', async () => {
    const first = publisher.start({ topics: topicsOf() });
    await publisher.settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await publisher.published();
    await first.stop();
    await makeAnew();
    const junk = Array.from({ length: 30 }, (_, n) => ({ key: `k${n}`, value: '{}', partition: n % 3 }));
    await topics.send(publisher.topic, junk);
    publisher.start({ topics: topicsOf() });
    await until('every row is there', () => isComplete(32));
    await publisher.published();
    const rows = (await publisher.topicNow()).filter(({ headers }) => headers['ce_id'] !== undefined);
    expect(rows.map(({ key }) => key).toSorted()).toEqual(['{"claimId":"a"}', '{"claimId":"b"}']);
    expect(publisher.failures).toEqual([]);
  });

  it('publishes nothing again where the topic is the same', async () => {
    const first = publisher.start({ topics: topicsOf() });
    await publisher.settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await publisher.published();
    await first.stop();
    publisher.start({ topics: topicsOf() });
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await publisher.published();
    expect(await publisher.topicNow()).toHaveLength(3);
    await publisher.expectTopicIsTable();
  });
});
