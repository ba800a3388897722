import { afterEach, describe, expect, it } from '@jest/globals';
import type { ProjectFiles } from '../../../../src/config/ProjectFiles.ts';
import { contractTopicConfig } from '../../../../src/pipeline/topics/contractTopicConfig.ts';
import { settledEvent } from '../../../support/claimsPipeline.ts';
import { createClaimsPublisher, type ClaimsPublisher } from '../../../support/claimsPublisher.ts';
import { derivedProjectFiles } from '../../../support/derivedProject.ts';
import { topicName } from '../../../support/kafka.ts';
import { fixturePaths } from '../../../support/projectFixture.ts';
import { readTopic } from '../../../support/readTopic.ts';
import { until } from '../../../support/until.ts';
import { reader, settings, topics, useTopics } from '../../../support/useTopics.ts';

let publisher: ClaimsPublisher;

useTopics();
afterEach(() => publisher.close());

/** A row is as large as its amount says, in thousands of bytes. */
const edits = [
  [
    fixturePaths.settledClaimSql,
    'null as old_reference',
    "repeat('x', (claims.paid_amount * 1000)::int) as old_reference",
  ],
] as const;

async function create(config: Readonly<Record<string, string>>, files?: ProjectFiles): Promise<void> {
  const more = files === undefined ? {} : { files };
  publisher = await createClaimsPublisher(settings, topics, reader, { edits, config, ...more });
}

async function settleAll(amounts: readonly number[]): Promise<void> {
  const events = amounts.map((amount, n) => settledEvent(1, `n${n}`, String(amount)));
  await publisher.pipeline.arriveIn(0, ...events);
  await publisher.pipeline.deriveShard(0, 1_000);
}

describe('a publisher of large rows (attack 52)', () => {
  it('publishes the largest that there may be, also where the row before was as large, and takes no more at once than fits', async () => {
    await create(contractTopicConfig);
    await settleAll([15_720, 1, 9_000, 9_000, 9_000, 2, 3, 4]);
    const batches: number[] = [];
    // So many megabytes take longer than the leases of other tests.
    publisher.start({
      ...{ batchSize: 1_000, leaseMs: 30_000 },
      onBatch: ({ changes }) => batches.push(changes),
    });
    await publisher.published();
    await publisher.expectTopicIsTable();
    expect(batches).toEqual([1, 2, 1, 1, 3]);
    await publisher.settle(settledEvent(2, 'n0', '15721'));
    await publisher.published();
    await publisher.expectTopicIsTable();
    expect(publisher.failures).toEqual([]);
    expect((await publisher.topicNow()).filter(({ key }) => key === '{"claimId":"n0"}')).toHaveLength(2);
  }, 120_000);

  it('sends no more at once than a topic takes, where that is little', async () => {
    await create({ 'max.message.bytes': '20000' });
    await settleAll(Array.from({ length: 40 }, (_, n) => n / 4));
    publisher.start({ batchSize: 1_000 });
    await publisher.published();
    await publisher.expectTopicIsTable();
    expect(publisher.failures).toEqual([]);
  });

  it('says which contract has rows that its topic does not take, of how many keys, and what to do', async () => {
    await create({ 'max.message.bytes': '20000' });
    await settleAll([1, 30, 2, 40]);
    publisher.start({ batchSize: 1_000 });
    await until('it is said', () => publisher.failures.length > 0);
    expect(publisher.failures[0]).toBe(
      `settled_claim@1 cannot be published: On topic ${publisher.topic} records of 2 keys are larger than its max.message.bytes (20,000 bytes).`,
    );
    // Once the topic takes them it goes on by itself.
    await topics.configure(publisher.topic, { 'max.message.bytes': '100000' });
    await publisher.published();
    await publisher.expectTopicIsTable();
  });

  it('goes on with other contracts while a topic does not take the rows of one', async () => {
    const topic = topicName('contract.second');
    await topics.create(topic);
    const second = new Map(
      [...derivedProjectFiles([[fixturePaths.settledClaim, '@key(', `@serving(topic: "${topic}") @key(`]])]
        .filter(([path]) => path.startsWith('schema/contracts/settled_claim/v1.'))
        .map(([path, text]) => [path.replace('/v1.', '/v2.'), text]),
    );
    await create({ 'max.message.bytes': '20000' }, second);
    await settleAll([30]);
    publisher.start();
    await until('one cannot be published', () => publisher.failures.length > 0);
    for (let round = 1; round <= 3; round += 1) {
      await publisher.settle(settledEvent(1 + round, 'n0', `3${round}`), settledEvent(1, `r${round}`, '1'));
      await until(`the other is published, round ${round}`, async () =>
        (await readTopic(reader, topic)).some(({ key }) => key === `{"claimId":"r${round}"}`),
      );
    }
    const revisions = (await readTopic(reader, topic)).map(({ key, revision }) => [key, revision]);
    expect(revisions.filter(([key]) => key === '{"claimId":"n0"}').map(([, revision]) => revision)).toEqual([
      1, 2, 3, 4,
    ]);
    expect(
      publisher.failures.every((message) => message.startsWith('settled_claim@1 cannot be published')),
    ).toBe(true);
    expect(await publisher.topicNow()).toEqual([]);
  });
});
