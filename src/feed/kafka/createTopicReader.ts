import { setTimeout } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import type Cluster from 'kafkajs/src/cluster/index.js';
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import { createCluster } from './createCluster.ts';
import { fetchTopicId } from './fetchTopicId.ts';
import { KafkaFault } from './KafkaFault.ts';
import type { KafkaSettings } from './KafkaSettings.ts';
import { failedRead, readPartitions } from './readPartitions.ts';
import { shareCluster } from './shareCluster.ts';
import { toKafkaError } from './toKafkaError.ts';
import type {
  OffsetRange,
  ReaderBounds,
  ReadOptions,
  ReadRequest,
  ReadResult,
  TopicPartition,
  TopicReader,
} from './TopicReader.ts';
import { withinTopics } from './withinTopics.ts';

const { KafkaJSConnectionError } = kafkajs;

const noLeader = 'it has no leader, or does not exist';

/** So often it is looked again whether somebody leads a partition, with a pause that grows: whoever led it may just have stopped. */
const looks = 4;
const firstPauseMs = 100;

function byTopic<T extends TopicPartition>(of: readonly T[]): readonly (readonly [string, readonly T[]])[] {
  return [...Map.groupBy(of, ({ topic }) => topic)];
}

/** Makes a reader; it connects with its first use, and anew after a failure. */
export function createTopicReader(settings: KafkaSettings, bounds: ReaderBounds = {}): TopicReader {
  const cluster = shareCluster(() => createCluster(settings));

  const during = async <T>(doing: string, fn: (of: Cluster) => Promise<T>): Promise<T> => {
    try {
      return await cluster.use(fn);
    } catch (error) {
      throw toKafkaError(error, doing);
    }
  };

  /** Kafka answers for no topic when it is asked for one that does not exist. */
  const existing = async (of: Cluster, topics: readonly string[]) => {
    const found = await of.metadata({ topics: [] });
    if (found === null) throw new KafkaJSConnectionError('no broker answers');
    const those = found.topicMetadata.filter(({ topic }) => topics.includes(topic));
    const failed = those.find(({ topicErrorCode }) => topicErrorCode !== 0);
    if (failed !== undefined) throw createErrorFromCode(failed.topicErrorCode);
    return those;
  };

  /** The broker that leads a partition; undefined where there is no such partition, or it has no leader now. */
  const leaderOf = (of: Cluster, { topic, partition }: TopicPartition): string | undefined =>
    Object.keys(of.findLeaderForPartitions(topic, [partition])).find((nodeId) => Number(nodeId) >= 0);

  /** No topics are named to kafkajs as those of interest: where one of them does not exist it answers for none. */
  const knowLeaders = async (of: Cluster, partitions: readonly TopicPartition[]): Promise<void> => {
    await of.refreshMetadataIfNecessary();
    if (partitions.some((one) => leaderOf(of, one) === undefined)) await of.refreshMetadata();
  };

  /** Of partitions that exist. */
  const awaitLeaders = async (of: Cluster, partitions: readonly TopicPartition[]): Promise<void> => {
    const isLeaderless = (one: TopicPartition): boolean =>
      leaderOf(of, one) === undefined &&
      Object.keys(of.findLeaderForPartitions(one.topic, [one.partition])).length > 0;
    for (let look = 0; partitions.some(isLeaderless); look += 1) {
      if (look === looks) throw new KafkaFault('a partition has no leader');
      await setTimeout(firstPauseMs * 2 ** look);
      await of.refreshMetadata();
    }
  };

  const rangeEnds = async (of: Cluster, partitions: readonly TopicPartition[], fromBeginning: boolean) => {
    const found = await of.fetchTopicsOffset(
      byTopic(partitions).map(([topic, list]) => ({
        ...{ topic, fromBeginning },
        partitions: list.map(({ partition }) => ({ partition })),
      })),
    );
    return new Map(
      found.flatMap(({ topic, partitions: list }) =>
        list.map(({ partition, offset }) => [`${topic}/${partition}`, BigInt(offset)] as const),
      ),
    );
  };

  const readBy = async (
    of: Cluster,
    nodeId: string | undefined,
    requests: readonly ReadRequest[],
    options: ReadOptions,
  ): Promise<readonly ReadResult[]> => {
    if (nodeId === undefined) return requests.map((one) => failedRead(one, new KafkaFault(noLeader)));
    const broker = await of.findBroker({ nodeId });
    const read = await readPartitions(broker, requests, { ...options, ...bounds });
    const results = await withinTopics(broker, requests, read);
    // Another broker may lead it now.
    if (results.some(({ kind }) => kind === 'FAILED')) await of.refreshMetadata().catch(() => undefined);
    return results;
  };

  const groupsOf = async (of: Cluster, requests: readonly ReadRequest[]) => {
    await knowLeaders(of, requests);
    return [...Map.groupBy(requests, (request) => leaderOf(of, request))];
  };

  /** What one broker leads; on a new connection others may lead some of it. */
  const readGroup = (
    nodeId: string | undefined,
    requests: readonly ReadRequest[],
    options: ReadOptions,
    asked: Cluster,
  ): Promise<readonly ReadResult[]> =>
    during('reading topics', async (of) => {
      if (of === asked) return readBy(of, nodeId, requests, options);
      const groups = await groupsOf(of, requests);
      return (await Promise.all(groups.map(([id, group]) => readBy(of, id, group, options)))).flat();
    });

  const begin: TopicReader['begin'] = async (requests, options = {}) => {
    if (requests.length === 0) return [];
    const [groups, asked] = await during('reading topics', async (of) => [await groupsOf(of, requests), of]);
    return groups.map(([nodeId, group]) => ({
      requests: group,
      results: readGroup(nodeId, group, options, asked),
    }));
  };

  return {
    partitions: (topics) =>
      during('asking for the partitions of topics', async (of) => {
        const found = await existing(of, topics);
        return new Map(
          found.map(({ topic, partitionMetadata }) => [
            topic,
            partitionMetadata.map(({ partitionId }) => partitionId).sort((a, b) => a - b),
          ]),
        );
      }),
    ranges: (partitions) =>
      during('asking for the offsets of topics', async (of) => {
        if (partitions.length === 0) return [];
        await of.refreshMetadata();
        await awaitLeaders(of, partitions);
        const [starts, ends] = [
          await rangeEnds(of, partitions, true),
          await rangeEnds(of, partitions, false),
        ];
        return partitions.flatMap(({ topic, partition }): OffsetRange[] => {
          const start = starts.get(`${topic}/${partition}`);
          const end = ends.get(`${topic}/${partition}`);
          return start === undefined || end === undefined ? [] : [{ topic, partition, start, end }];
        });
      }),
    topicIds: (partitions) =>
      during('asking for the ids of topics', async (of) => {
        await knowLeaders(of, partitions);
        await awaitLeaders(of, partitions);
        const ids = new Map<string, string>();
        for (const [nodeId, group] of Map.groupBy(partitions, (one) => leaderOf(of, one))) {
          if (nodeId === undefined) throw new KafkaFault('a partition has no leader, or does not exist');
          const broker = await of.findBroker({ nodeId });
          for (const [topic] of byTopic(group)) {
            const id = await fetchTopicId(broker, topic);
            // One of them has not heard yet that it was made anew.
            if (id !== (ids.get(topic) ?? id)) throw new KafkaFault(`brokers know different topics ${topic}`);
            if (id !== undefined) ids.set(topic, id);
          }
        }
        return ids;
      }),
    async read(requests, options) {
      const underWay = await begin(requests, options);
      return (await Promise.all(underWay.map(({ results }) => results))).flat();
    },
    begin,
    close: () => cluster.close(),
  };
}
