import { setTimeout } from 'node:timers/promises';
import Cluster from 'kafkajs/src/cluster/index.js';
import socketFactory from 'kafkajs/src/network/socketFactory.js';
import { clientConfig } from './clientConfig.ts';
import { createKafka } from './createKafka.ts';
import { fetchTopicId } from './fetchTopicId.ts';
import { KafkaFault } from './KafkaFault.ts';
import type { KafkaSettings } from './KafkaSettings.ts';
import { failedRead, readPartitions } from './readPartitions.ts';
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

const readCommitted = 1;

/** So long it is waited for what brokers were asked and have not answered, when a reader is closed. */
const closeMs = 2_000;

function createCluster(settings: KafkaSettings): Cluster {
  const config = clientConfig(settings);
  return new Cluster({
    ...config,
    brokers: [...settings.brokers],
    logger: createKafka(settings).logger(),
    socketFactory: socketFactory(),
    enforceRequestTimeout: true,
    metadataMaxAge: 60_000,
    allowAutoTopicCreation: false,
    maxInFlightRequests: null,
    isolationLevel: readCommitted,
  });
}

function byTopic<T extends TopicPartition>(of: readonly T[]): readonly (readonly [string, readonly T[]])[] {
  return [...Map.groupBy(of, ({ topic }) => topic)];
}

/** Makes a reader; it connects with its first use, and anew after a failure. */
export function createTopicReader(settings: KafkaSettings, bounds: ReaderBounds = {}): TopicReader {
  let cluster: Promise<Cluster> | undefined;

  const connected = (): Promise<Cluster> =>
    (cluster ??= (async () => {
      const made = createCluster(settings);
      await made.connect();
      return made;
    })().catch((error: unknown) => {
      cluster = undefined;
      throw error;
    }));

  const during = async <T>(doing: string, fn: (of: Cluster) => Promise<T>): Promise<T> => {
    try {
      return await fn(await connected());
    } catch (error) {
      const failed = cluster;
      cluster = undefined;
      await failed?.then((old) => old.disconnect()).catch(() => undefined);
      throw toKafkaError(error, doing);
    }
  };

  /** Kafka answers for no topic when it is asked for one that does not exist. */
  const existing = async (of: Cluster, topics: readonly string[]) => {
    const { topicMetadata } = await of.metadata({ topics: [] });
    return topicMetadata.filter(({ topic }) => topics.includes(topic));
  };

  /** The broker that leads a partition; undefined where there is no such partition, or it has no leader now. */
  const leaderOf = (of: Cluster, { topic, partition }: TopicPartition): string | undefined =>
    Object.keys(of.findLeaderForPartitions(topic, [partition])).find((nodeId) => Number(nodeId) >= 0);

  /** No topics are named to kafkajs as those of interest: where one of them does not exist it answers for none. */
  const knowLeaders = async (of: Cluster, partitions: readonly TopicPartition[]): Promise<void> => {
    await of.refreshMetadataIfNecessary();
    if (partitions.some((one) => leaderOf(of, one) === undefined)) await of.refreshMetadata();
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

  const readFrom = (
    nodeId: string | undefined,
    requests: readonly ReadRequest[],
    options: ReadOptions,
  ): Promise<readonly ReadResult[]> =>
    during('reading topics', async (of) => {
      if (nodeId === undefined)
        return requests.map((one) => failedRead(one, new KafkaFault('it has no leader, or does not exist')));
      const broker = await of.findBroker({ nodeId });
      const read = await readPartitions(broker, requests, { ...options, ...bounds });
      const results = await withinTopics(broker, requests, read);
      // Another broker may lead it now.
      if (results.some(({ kind }) => kind === 'FAILED')) await of.refreshMetadata().catch(() => undefined);
      return results;
    });

  const begin: TopicReader['begin'] = async (requests, options = {}) => {
    if (requests.length === 0) return [];
    const groups = await during('reading topics', async (of) => {
      await knowLeaders(of, requests);
      return Map.groupBy(requests, (request) => leaderOf(of, request));
    });
    return [...groups].map(([nodeId, group]) => ({
      requests: group,
      results: readFrom(nodeId, group, options),
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
    async close() {
      const last = cluster;
      cluster = undefined;
      const closed = last?.then((of) => of.disconnect()).catch(() => undefined);
      await Promise.race([closed, setTimeout(closeMs, undefined, { ref: false })]);
    },
  };
}
