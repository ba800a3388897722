import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { settledEvent } from '../../../support/claimsPipeline.ts';
import { createClaimsPublisher, type ClaimsPublisher } from '../../../support/claimsPublisher.ts';
import { keepState, type PutBack } from '../../../support/databaseState.ts';
import { until } from '../../../support/until.ts';
import { createWriter, reader, settings, topics, useTopics } from '../../../support/useTopics.ts';

let publisher: ClaimsPublisher;

useTopics();

beforeEach(async () => {
  publisher = await createClaimsPublisher(settings, topics, reader);
});
afterEach(() => publisher.close());

const patience = { patienceMs: 20_000 };

const keep = (): Promise<PutBack> => keepState(publisher.pipeline.test.database);

/** Revisions of the claim on the topic, with what was paid, in their order. */
async function revisionsOf(claimId: string): Promise<readonly string[]> {
  const records = await publisher.topicNow();
  return records
    .filter(({ key }) => key === JSON.stringify({ claimId }))
    .map(({ revision, value }) => {
      const { paidAmount } = JSON.parse(value ?? '{}') as { paidAmount?: string };
      return `${revision} ${paidAmount ?? 'gone'}`;
    });
}

describe('a publisher whose database loses commits while it runs', () => {
  it('outruns what the topic has and the database does not, before it gives a revision again (fault 27, I3)', async () => {
    const wentBack = new Set<string>();
    publisher.start({ onWentBack: (contract) => wentBack.add(contract) });
    await publisher.settle(settledEvent(1, 'a', '9.50'), settledEvent(1, 'b', '8.00'));
    await publisher.published();
    expect([...wentBack]).toEqual([]);
    const putBack = await keep();
    await publisher.settle(settledEvent(2, 'a', '9.75'), settledEvent(2, 'c', '1.00'));
    await publisher.settle(settledEvent(3, 'a', '9.80'));
    await publisher.published();
    expect(await revisionsOf('a')).toEqual(['1 9.5', '2 9.75', '3 9.8']);
    await putBack();
    // History goes on otherwise than it did.
    await publisher.settle(settledEvent(4, 'a', '9.90'));
    await publisher.published();
    expect(await revisionsOf('a')).toEqual(['1 9.5', '2 9.75', '3 9.8', '4 9.9']);
    // Of a row that was lost nobody else would tell.
    expect(await revisionsOf('c')).toEqual(['1 1', '2 gone']);
    await publisher.settle(settledEvent(5, 'a', '9.99'), settledEvent(5, 'c', '2.00'));
    await publisher.published();
    expect(await revisionsOf('a')).toEqual(['1 9.5', '2 9.75', '3 9.8', '4 9.9', '5 9.99']);
    expect(await revisionsOf('c')).toEqual(['1 1', '2 gone', '3 2']);
    await publisher.expectTopicIsTable();
    expect(publisher.failures).toEqual([]);
    expect([...wentBack]).toEqual(['settled_claim@1']);
  });

  it('does so where it lost also what its first batch noted, and where another wrote on the topic before', async () => {
    const putBack = await keep();
    publisher.start();
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    await putBack();
    await publisher.settle(settledEvent(2, 'a', '9.60'));
    await publisher.published();
    expect(await revisionsOf('a')).toEqual(['1 9.5', '2 9.6']);
    const putBackAgain = await keep();
    // Behind these, on every partition, the publisher cannot note how far it wrote before it has looked at them.
    await topics.send(
      publisher.topic,
      Array.from({ length: 30 }, (_, n) => ({ key: `foreign ${n}`, value: 'not ours' })),
    );
    await publisher.settle(settledEvent(3, 'a', '9.70'));
    await until('it is there', async () => (await revisionsOf('a')).length > 2, patience);
    await publisher.published();
    await putBackAgain();
    await publisher.settle(settledEvent(4, 'a', '9.80'));
    await publisher.published();
    expect(await revisionsOf('a')).toEqual(['1 9.5', '2 9.6', '3 9.7', '4 9.8']);
    expect(publisher.failures).toEqual([]);
  });

  it('outruns it also while nothing more is to be published', async () => {
    publisher.start({ topics: { reader, createWriter, lookMs: 100 } });
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    const putBack = await keep();
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await publisher.published();
    await putBack();
    await until('the topic is outrun', async () => (await revisionsOf('a')).length > 2, patience);
    expect(await revisionsOf('a')).toEqual(['1 9.5', '2 9.75', '3 9.5']);
    await publisher.published();
    await publisher.expectTopicIsTable();
    expect(publisher.failures).toEqual([]);
  });

  it('does nothing anew where nothing was lost', async () => {
    publisher.start({ topics: { reader, createWriter, lookMs: 50 } });
    for (const time of [1, 2, 3, 4]) {
      await publisher.settle(settledEvent(time, 'a', `9.${time}`));
      await publisher.published();
      await wait(400);
    }
    expect(await revisionsOf('a')).toEqual(['1 9.1', '2 9.2', '3 9.3', '4 9.4']);
  });

  it('notes again that changes go into the embedded feed, so that a topic gets them later', async () => {
    const first = publisher.start();
    await publisher.settle(settledEvent(1, 'a', '9.50'));
    await publisher.published();
    await first.stop();
    const putBack = await keep();
    const embedded = publisher.start({ topics: undefined, takesOver: true });
    await publisher.settle(settledEvent(2, 'a', '9.75'));
    await publisher.published();
    await putBack();
    await publisher.settle(settledEvent(3, 'a', '9.80'));
    await publisher.published();
    await embedded.stop();
    publisher.start();
    await until('the topic has it', async () => (await revisionsOf('a')).length > 1, patience);
    await publisher.published();
    expect(await revisionsOf('a')).toEqual(['1 9.5', '2 9.8']);
    await publisher.expectTopicIsTable();
  });
});
