import { beforeEach, describe, expect, it } from '@jest/globals';
import { createTopicPoll, type TopicPoll } from '../../../../src/feed/kafka/createTopicPoll.ts';
import type { ReadRequest, ReadResult, TopicReader } from '../../../../src/feed/kafka/TopicReader.ts';

/** A read that waits for what a test says. */
interface Asked {
  readonly offsets: readonly string[];
  readonly answer: (...results: readonly ReadResult[]) => void;
  readonly fail: (error: Error) => void;
}

const topic = 'orders';
let asked: Asked[];
let poll: TopicPoll;

const at = (partition: number, offset: bigint): ReadRequest => ({ topic, partition, offset });
const found = (partition: number, nextOffset: bigint): ReadResult => ({
  ...{ kind: 'RECORDS', topic, partition, nextOffset, end: nextOffset },
  records: [],
});
const next = (...requests: readonly ReadRequest[]) => poll.next(requests, { maxWaitMs: 1_000 });

/** Of two brokers, one leads the even partitions and the other the odd ones. */
const brokers: Pick<TopicReader, 'begin'> = {
  begin: (requests) => {
    const groups = Map.groupBy(requests, ({ partition }) => partition % 2);
    return Promise.resolve(
      [...groups.values()].map((group) => {
        const { promise, resolve, reject } = Promise.withResolvers<readonly ReadResult[]>();
        asked.push({
          offsets: group.map(({ partition, offset }) => `${partition}@${offset}`),
          answer: (...results) => {
            resolve(results);
          },
          fail: reject,
        });
        return { requests: group, results: promise };
      }),
    );
  },
};

const never = (): Promise<never> => Promise.reject(new Error('not asked for here'));

beforeEach(() => {
  asked = [];
  poll = createTopicPoll({
    ...brokers,
    ...{ partitions: never, ranges: never, topicIds: never, read: never, close: () => Promise.resolve() },
  });
});

const questions = (): readonly (readonly string[])[] => asked.map(({ offsets }) => offsets);
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a poll of partitions that several brokers lead', () => {
  it('answers with what one has, and asks only that one again', async () => {
    const first = next(at(0, 5n), at(1, 7n), at(2, 0n));
    await settle();
    expect(questions()).toEqual([['0@5', '2@0'], ['1@7']]);
    asked[1]?.answer(found(1, 9n));
    expect(await first).toEqual([found(1, 9n)]);
    const second = next(at(0, 5n), at(1, 9n), at(2, 0n));
    await settle();
    expect(questions().slice(2)).toEqual([['1@9']]);
    asked[0]?.answer(found(0, 6n), found(2, 0n));
    expect(await second).toEqual([found(0, 6n), found(2, 0n)]);
  });

  it('brings what has come between two calls with the second', async () => {
    const first = next(at(0, 0n), at(1, 0n));
    await settle();
    asked[0]?.answer(found(0, 1n));
    asked[1]?.answer(found(1, 1n));
    expect(await first).toEqual([found(0, 1n)]);
    expect(await next(at(0, 1n), at(1, 0n))).toEqual([found(1, 1n)]);
  });

  it('leaves out what was asked for before somebody began anew elsewhere', async () => {
    const first = next(at(0, 5n), at(1, 5n));
    await settle();
    asked[0]?.answer(found(0, 6n));
    await first;
    const second = next(at(0, 6n), at(1, 100n));
    await settle();
    asked[1]?.answer(found(1, 6n));
    expect(await second).toEqual([]);
    const third = next(at(0, 6n), at(1, 100n));
    await settle();
    expect(questions().at(-1)).toEqual(['1@100']);
    asked.at(-1)?.answer(found(1, 101n));
    expect(await third).toEqual([found(1, 101n)]);
  });

  it('fails when one fails, and asks all of them again', async () => {
    const first = next(at(0, 5n), at(1, 7n));
    await settle();
    asked[1]?.fail(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    asked[0]?.fail(new Error('gone too'));
    const second = next(at(0, 5n), at(1, 7n));
    await settle();
    expect(questions().slice(2)).toEqual([['0@5'], ['1@7']]);
    asked[2]?.answer(found(0, 6n));
    expect(await second).toEqual([found(0, 6n)]);
  });

  it('has nothing of no partitions', async () => {
    expect(await next()).toEqual([]);
  });
});
