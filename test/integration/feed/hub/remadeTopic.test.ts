import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Message } from 'kafkajs';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import { ConcordatError } from '../../../../src/errors/ConcordatError.ts';
import { ContractFollower } from '../../../../src/feed/hub/ContractFollower.ts';
import type { GroupSpec } from '../../../../src/feed/hub/LiveGroup.ts';
import { LiveMessage } from '../../../../src/feed/hub/LiveMessage.ts';
import { subscribe } from '../../../../src/feed/hub/subscribe.ts';
import { TurnQueue } from '../../../../src/feed/hub/TurnQueue.ts';
import { createKafka } from '../../../../src/feed/kafka/createKafka.ts';
import { createTopicReader } from '../../../../src/feed/kafka/createTopicReader.ts';
import type { TopicReader } from '../../../../src/feed/kafka/TopicReader.ts';
import type { ContractFeed } from '../../../../src/feed/live/ContractFeed.ts';
import { createTopicFeed } from '../../../../src/feed/live/createTopicFeed.ts';
import { decodePosition, encodePosition } from '../../../../src/feed/live/encodePosition.ts';
import type { LivePosition } from '../../../../src/feed/live/LivePosition.ts';
import { positionAtEnd } from '../../../../src/feed/live/positionAtEnd.ts';
import type { Condition } from '../../../../src/query/where/Condition.ts';
import { topicName } from '../../../support/kafka.ts';
import { projectFixture } from '../../../support/projectFixture.ts';
import { renameTopics } from '../../../support/renameTopics.ts';
import { until } from '../../../support/until.ts';
import { reader, settings, topics, useTopics } from '../../../support/useTopics.ts';

useTopics();

const everything: Condition = { kind: 'AND', conditions: [] };

let contract: Contract;
let topic: string;
let feed: ContractFeed;
let follower: ContractFollower;
let stops: (() => Promise<void>)[] = [];
/** What the follower waits for before it reads on. */
let mayRead: Promise<void>;

function feedBy(of: TopicReader): ContractFeed {
  return createTopicFeed({
    ...{ contract, reader: of, createReader: () => createTopicReader(settings) },
    tellsBefore: () => Promise.resolve(true),
    isMade: () => Promise.resolve(true),
  });
}

function followerOf(of: ContractFeed): ContractFollower {
  const nothing = () => undefined;
  const made = new ContractFollower({
    ...{ feed: of, tailBytes: 1_000_000, onFailure: nothing, onStuck: nothing, onGoingOn: nothing },
  });
  stops.push(() => made.stop());
  return made;
}

beforeEach(async () => {
  const { contracts } = assertProject(renameTopics(projectFixture(), topicName('remade')));
  const published = contracts.find(({ sql }) => sql !== undefined);
  if (published === undefined) throw new Error('a project without a contract that is published');
  contract = published;
  ({ topic } = contract.serving);
  await topics.create(topic);
  mayRead = Promise.resolve();
  const whole = feedBy(reader);
  feed = {
    ...whole,
    watch() {
      const watch = whole.watch();
      return {
        async next(from, options) {
          await mayRead;
          return watch.next(from, options);
        },
        close: () => watch.close(),
      };
    },
  };
  follower = followerOf(feed);
});
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
});

/** Rows of the contract, each another one. */
function rows(stem: string, count: number): Message[] {
  return Array.from({ length: count }, (_, n) => ({
    ...{ key: JSON.stringify({ claimId: `${stem}${n}` }), value: '{}', partition: 0 },
    headers: { 'concordat-revision': '1' },
  }));
}

async function makeAnew(): Promise<void> {
  await topics.remove(topic);
  // Kafka may not be done with the old one yet.
  await until('it is made anew', () => topics.create(topic).then(() => true));
}

interface Told {
  readonly keys: unknown[];
  /** Where somebody goes on behind each of them, as a cursor has it. */
  readonly positions: LivePosition[];
  /** The code of the error with which it ended. */
  end: unknown;
}

/** As a cursor takes it out and brings it back. */
function throughCursor(position: LivePosition): LivePosition {
  const back = decodePosition(encodePosition({ feed: 'kafka', at: 0, position }));
  if (back === undefined) throw new Error('a cursor of something else');
  return back.position;
}

function codeOf(error: unknown): unknown {
  return error instanceof ConcordatError ? error.code : error;
}

let subscriptions = 0;

/** Subscribes; what cannot be told ends it, as a gateway does. */
async function told(from?: LivePosition, by = { follower, feed }): Promise<Told> {
  const so: Told = { keys: [], positions: [], end: undefined };
  const end = (error: unknown): void => {
    so.end = codeOf(error);
  };
  const spec: GroupSpec = {
    key: `subscription ${(subscriptions += 1)}`,
    consumer: 'test',
    filter: { visible: everything, condition: everything, masked: () => undefined },
    write: ({ change, position }) => {
      so.positions.push(throughCursor(position));
      return new LiveMessage([String(change.key['claimId'])], '');
    },
    failed: end,
  };
  const sink = {
    send: ({ text }: LiveMessage) => {
      so.keys.push(text);
    },
    room: () => Promise.resolve(),
    end,
  };
  const turns = new TurnQueue();
  const { signal } = new AbortController();
  await subscribe(by.follower, by.feed, {
    ...{ spec, sink, from, signal },
    turn: () => turns.next('one'),
    ask: (question) => question(),
    inPlace: (read) => read({ told: () => undefined }),
  }).catch(end);
  return so;
}

describe('a contract topic that was made anew under its name', () => {
  it('ends whoever follows, before anything of the new one is told, also where nobody saw the old one go', async () => {
    await topics.send(topic, rows('old', 3));
    const live = await told();
    await topics.send(topic, rows('more', 2));
    await until('they are told', () => live.keys.length === 2);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    mayRead = promise;
    await topics.send(topic, rows('last', 1));
    await until('it is told', () => live.keys.length === 3);
    await makeAnew();
    await topics.send(topic, rows('new', 20));
    resolve(undefined);
    await until('it ends', () => live.end !== undefined || live.keys.length > 3);
    expect(live).toMatchObject({ keys: ['more0', 'more1', 'last0'], end: 'CURSOR_EXPIRED' });
    // Who begins now follows the new one.
    const again = await told();
    await topics.send(topic, rows('newer', 2));
    await until('they are told', () => again.keys.length === 2);
    expect(again).toMatchObject({ keys: ['newer0', 'newer1'], end: undefined });
    expect((await told(again.positions[0])).keys).toEqual(['newer1']);
  });

  it('ends whoever follows also where the new one has nothing behind the place', async () => {
    await topics.send(topic, rows('old', 3));
    const live = await told();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    mayRead = promise;
    await topics.send(topic, rows('last', 1));
    await until('it is told', () => live.keys.length === 1);
    await makeAnew();
    await topics.send(topic, rows('new', 4));
    resolve(undefined);
    await until('it ends', () => live.end !== undefined);
    expect(live).toMatchObject({ keys: ['last0'], end: 'CURSOR_EXPIRED' });
  });

  it('takes no cursor of where the old one ended', async () => {
    await topics.send(topic, rows('old', 3));
    const atEnd = [throughCursor(await follower.start()), throughCursor(positionAtEnd(await feed.ranges()))];
    await follower.stop();
    await makeAnew();
    await topics.send(topic, rows('new', 20));
    for (const from of atEnd) {
      for (const by of [follower, followerOf(feed)]) {
        expect(await told(from, { follower: by, feed })).toMatchObject({ keys: [], end: 'CURSOR_EXPIRED' });
      }
    }
    // Nor does anybody go on from a place in the new one with what was kept of the old one.
    const inNew = throughCursor(positionAtEnd(await feed.ranges()));
    expect(await told(inNew)).toMatchObject({ keys: [], end: 'CURSOR_EXPIRED' });
  });

  it('takes no cursor behind a record of the old one where the new one has the end of a transaction', async () => {
    const live = await told();
    await topics.send(topic, rows('old', 12));
    await until('they are told', () => live.positions.length === 12);
    await follower.stop();
    await makeAnew();
    const name = { transactionalId: topic, idempotent: true, maxInFlightRequests: 1 };
    const producer = createKafka(settings).producer(name);
    await producer.connect();
    for (const messages of [rows('new', 11), rows('newer', 30)]) {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages });
      await transaction.commit();
    }
    await producer.disconnect();
    const late = await told(live.positions.at(-1), { follower: followerOf(feed), feed });
    expect(late).toMatchObject({ keys: [], end: 'CURSOR_EXPIRED' });
  });

  it('is followed as before where brokers give topics no ids', async () => {
    const old = feedBy({ ...reader, topicIds: () => Promise.resolve(new Map()) });
    const by = { follower: followerOf(old), feed: old };
    const live = await told(undefined, by);
    await topics.send(topic, rows('old', 3));
    await until('they are told', () => live.keys.length === 3);
    const [from] = live.positions;
    expect(from?.get(0)).not.toHaveProperty('topicId');
    expect(await told(from, by)).toMatchObject({ keys: ['old1', 'old2'], end: undefined });
    // A cursor of before brokers gave ids is good with one of after, and the other way round.
    expect(await told(from)).toMatchObject({ keys: ['old1', 'old2'], end: undefined });
    const [withId] = [throughCursor(positionAtEnd(await feed.ranges()))];
    expect(await told(withId, by)).toMatchObject({ keys: [], end: undefined });
  });
});
