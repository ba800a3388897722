import type { Contract } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { createTopicPoll } from '../kafka/createTopicPoll.ts';
import type { ReadOptions, ReadRequest, ReadResult, TopicReader } from '../kafka/TopicReader.ts';
import type { ContractFeed, FeedRead } from './ContractFeed.ts';
import { decoderOf } from './decoderOf.ts';
import type { FeedChange } from './FeedChange.ts';
import { offsetsOf, type LivePosition } from './LivePosition.ts';

const mebibyte = 1024 * 1024;

/** What is read at once is taken apart in one go, while everything else waits. A batch comes whole, however large it is. */
const mostRead = mebibyte;
const followed = { maxBytes: 4 * mebibyte, maxPartitionBytes: mebibyte } as const satisfies ReadOptions;

/** The feed of a contract's Kafka topic. */
export function createTopicFeed({
  reader,
  createReader,
  contract,
  tellsBefore,
  isMade,
}: TopicFeedParts): ContractFeed {
  const { topic } = contract.serving;
  let isBeforeTold: boolean | undefined;
  const decode = decoderOf(contract, () => isBeforeTold === true);

  /** Whoever follows asks for the ranges first, and then again and again. */
  const look = async (): Promise<void> => {
    try {
      isBeforeTold = await tellsBefore();
    } catch (error) {
      // Who follows already needs no database to go on.
      if (isBeforeTold === undefined) throw error;
    }
  };

  const gather = (from: LivePosition, results: readonly ReadResult[]): FeedRead => {
    const changes: FeedChange[] = [];
    const next = new Map(offsetsOf(from));
    const lost: number[] = [];
    const current: number[] = [];
    for (const result of results) {
      const { partition } = result;
      switch (result.kind) {
        case 'RECORDS':
          for (const record of result.records) {
            const change = decode(partition, record);
            if (change !== undefined) changes.push(change);
          }
          next.set(partition, result.nextOffset);
          if (result.nextOffset >= result.end) current.push(partition);
          break;
        // A gap: nobody can tell what was in it, so nobody may go on as if it had been nothing.
        case 'UNREADABLE':
          next.set(partition, result.nextOffset);
          lost.push(partition);
          break;
        case 'OUT_OF_RANGE':
          lost.push(partition);
          break;
        case 'FAILED':
          throw result.error;
      }
    }
    return { changes, next, lost, current };
  };

  const requestsOf = (from: LivePosition): readonly ReadRequest[] =>
    [...from].map(([partition, { next, topicId }]) => ({ topic, partition, offset: next, topicId }));

  return {
    isMade,
    async ranges() {
      await look();
      const partitions = (await reader.partitions([topic])).get(topic) ?? [];
      if (partitions.length === 0) {
        throw new ConcordatError('FEED_UNAVAILABLE', `Topic ${topic} of ${contract.id} does not exist.`, {
          fix: `${contract.sql === undefined ? 'Whoever fills its table makes it' : 'Run `concordat migrate`'}; or name the topic that exists in @serving(topic:).`,
          subject: contract.id,
        });
      }
      const all = partitions.map((partition) => ({ topic, partition }));
      // Before the ranges: where the topic is made anew between, nobody takes the old one's for those of the new one.
      const topicId = (await reader.topicIds(all)).get(topic);
      return (await reader.ranges(all)).map((range) => ({ ...range, topicId }));
    },
    async read(from, { partitionBytes }) {
      const bounds = { maxBytes: mostRead, maxPartitionBytes: partitionBytes };
      return gather(from, await reader.read(requestsOf(from), bounds));
    },
    watch() {
      const poll = createTopicPoll(createReader());
      return {
        async next(from, { maxWaitMs, signal }) {
          // A broker that does not answer holds up nobody who stops.
          const stopped = Promise.withResolvers<readonly ReadResult[]>();
          const stop = (): void => {
            stopped.resolve([]);
          };
          signal.addEventListener('abort', stop, { once: true });
          const results = poll.next(requestsOf(from), { maxWaitMs, ...followed });
          return gather(
            from,
            await Promise.race([results, stopped.promise]).finally(() => {
              signal.removeEventListener('abort', stop);
            }),
          );
        },
        close: () => poll.close(),
      };
    },
  };
}

export interface TopicFeedParts {
  /** Shared by the feeds of a process, which never wait by it. */
  readonly reader: TopicReader;
  /** A reader to wait by. */
  readonly createReader: () => TopicReader;
  readonly contract: Contract;
  /** Whether the table behind the topic writes down whole rows as they were. Throws DATABASE_UNAVAILABLE. */
  readonly tellsBefore: () => Promise<boolean>;
  /** Whether the change log has a change of this key with this revision. Throws DATABASE_UNAVAILABLE. */
  readonly isMade: ContractFeed['isMade'];
}
