import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { WorkFailures } from '../../../../../src/pipeline/observe/WorkFailures.ts';
import { topicName } from '../../../../support/kafka.ts';
import { projectReading } from '../../../../support/projectReading.ts';
import { useIngestion } from '../../../../support/useIngestion.ts';

const { topics, failures, start, raw, position, holds, until, sendCommitted } = useIngestion();

type Send = (topic: string, values: readonly string[]) => Promise<void>;

const sendOneByOne: Send = async (topic, values) => {
  for (const value of values) await topics().send(topic, [{ value }]);
};

const sendCommittedOneByOne: Send = async (topic, values) => {
  for (const value of values) await sendCommitted(topic, [value]);
};

describe('a source topic that may be another one', () => {
  it.each([
    ['shorter than before', ['new']],
    ['longer than before', ['new', 'new', 'new', 'new']],
  ])('fault 18: notices a topic that was made anew, %s, and takes nothing of it', async (_, values) => {
    const [topic, other] = [topicName(), topicName()];
    await topics().create(topic);
    await topics().create(other);
    await topics().send(topic, [{ value: 'old 0' }, { value: 'old 1' }]);
    const first = start(projectReading(topic, other));
    await holds(topic, 2);
    await first.stop();
    await topics().remove(topic);
    await setTimeout(500);
    await topics().create(topic);
    await topics().send(
      topic,
      values.map((value) => ({ value })),
    );
    await topics().send(other, [{ value: 'of another topic' }]);
    let works: WorkFailures = new Map();
    start(projectReading(topic, other), {
      onRound: (_failure, ofRound) => {
        works = ofRound;
      },
    });
    await until(() => failures.some((failure) => failure.includes('is not the one that raw holds')));
    await holds(other, 1);
    await until(() => works.get(`${topic}/0`) !== undefined);
    expect(works.get(`${topic}/0`)).toMatchObject({ code: 'TOPIC_REPLACED' });
    expect(works.has(`${other}/0`)).toBe(true);
    expect(works.get(`${other}/0`)).toBeUndefined();
    expect((await raw(topic)).map(({ value }) => value)).toEqual(['old 0', 'old 1']);
  });

  it.each([0, 500])(
    'fault 18: notices a topic that is made anew while it runs, after %s ms, though it is longer at once',
    async (pauseMs) => {
      const topic = topicName();
      await topics().create(topic);
      await topics().send(topic, [{ value: 'old 0' }, { value: 'old 1' }]);
      start(projectReading(topic));
      await holds(topic, 2);
      await topics().remove(topic);
      await setTimeout(pauseMs);
      // Kafka may not be done with the old one yet.
      await until(() =>
        topics()
          .create(topic)
          .then(
            () => true,
            () => false,
          ),
      );
      await topics().send(
        topic,
        Array.from({ length: 20 }, (_, index) => ({ value: `new ${index}` })),
      );
      await until(() => failures.some((failure) => failure.includes('is not the one that raw holds')));
      await topics().send(topic, [{ value: 'new later' }]);
      await setTimeout(500);
      expect((await raw(topic)).map(({ value }) => value)).toEqual(['old 0', 'old 1']);
    },
  );

  it.each<readonly [string, string, Send, Send, number]>([
    ['transactional', 'plain', sendCommitted, sendOneByOne, 3],
    // Behind the place of raw's last event, which is a transaction's end now, comes a record where raw has none.
    ['transactional', 'transactional', sendCommitted, sendCommittedOneByOne, 3],
    // At the place of raw's last event is a transaction's end, and raw is to go on right behind it.
    ['plain', 'transactional', sendOneByOne, sendCommittedOneByOne, 2],
  ])(
    "fault 18: notices a topic that was made anew, the old one's producer being %s, the new one's %s",
    async (_, _new, sendOld, sendNew, end) => {
      const topic = topicName();
      await topics().create(topic);
      await sendOld(topic, ['old 0', 'old 1']);
      const first = start(projectReading(topic));
      await until(async () => (await position(topic)) === end);
      await first.stop();
      await topics().remove(topic);
      await setTimeout(500);
      await topics().create(topic);
      await sendNew(topic, ['new 0', 'new 1', 'new 2', 'new 3']);
      start(projectReading(topic));
      await until(() => failures.some((failure) => failure.includes('is not the one that raw holds')));
      await setTimeout(500);
      expect((await raw(topic)).map(({ value }) => value)).toEqual(['old 0', 'old 1']);
    },
  );

  it('fault 18: takes a topic for the one that it was, whatever retention took of it and its producers took back', async () => {
    const topic = topicName();
    await topics().create(topic);
    await sendCommitted(topic, ['0', '1']);
    await sendCommitted(topic, ['taken back'], 'ABORT');
    start(projectReading(topic));
    await until(async () => (await position(topic)) === 5);
    // Also the last one that raw has.
    await topics().forget(topic, 0, '3');
    await sendCommitted(topic, ['5']);
    await sendCommitted(topic, ['7']);
    await until(async () => (await position(topic)) === 9);
    expect((await raw(topic)).map(({ offset }) => offset)).toEqual(['0', '1', '5', '7']);
    expect(failures).toEqual([]);
  });
});
