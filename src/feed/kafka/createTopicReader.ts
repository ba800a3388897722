import Cluster from 'kafkajs/src/cluster/index.js';
import Batch, { type FetchedRecord } from 'kafkajs/src/consumer/batch.js';
import socketFactory from 'kafkajs/src/network/socketFactory.js';
import { clientConfig } from './clientConfig.ts';
import { codecName } from './codecs.ts';
import { createKafka } from './createKafka.ts';
import { fetchFirstBatch } from './fetchFirstBatch.ts';
import type { KafkaSettings } from './KafkaSettings.ts';
import { toKafkaError } from './toKafkaError.ts';
import type {
  OffsetRange,
  ReadOptions,
  ReadRequest,
  ReadResult,
  TopicPartition,
  TopicReader,
  TopicRecord,
} from './TopicReader.ts';
import { withUnpackBudget } from './unpackBudget.ts';

const readCommitted = 1;
const mebibyte = 1024 * 1024;

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

function toRecord({ offset, timestamp, key, value, headers }: FetchedRecord): TopicRecord {
  return { offset: BigInt(offset), timestamp: Number(timestamp), key, value, headers };
}

function byTopic<T extends TopicPartition>(of: readonly T[]): readonly (readonly [string, readonly T[]])[] {
  return [...Map.groupBy(of, ({ topic }) => topic)];
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

/** Reads through one broker, which leads all the partitions asked for. */
async function readFrom(
  cluster: Cluster,
  nodeId: string,
  requests: readonly ReadRequest[],
  options: ReadOptions,
): Promise<readonly ReadResult[]> {
  const broker = await cluster.findBroker({ nodeId });
  const { responses } = await withUnpackBudget(() =>
    broker.fetch({
      maxWaitTime: options.maxWaitMs ?? 0,
      minBytes: 1,
      maxBytes: options.maxBytes ?? 16 * mebibyte,
      isolationLevel: readCommitted,
      topics: byTopic(requests).map(([topic, partitions]) => ({
        topic,
        partitions: partitions.map(({ partition, offset }) => ({
          partition,
          fetchOffset: String(offset),
          maxBytes: options.maxPartitionBytes ?? 4 * mebibyte,
        })),
      })),
    }),
  );
  return responses.flatMap(({ topicName: topic, partitions }) =>
    partitions.flatMap((data): ReadResult[] => {
      const { partition } = data;
      const asked = requests.find((request) => request.topic === topic && request.partition === partition);
      if (asked === undefined) return [];
      const batch = new Batch(topic, String(asked.offset), data);
      const last = batch.messagesWithinOffset.at(-1);
      return [
        {
          ...{ kind: 'RECORDS', topic, partition },
          records: batch.messages.map(toRecord),
          nextOffset: last === undefined ? asked.offset : BigInt(last.offset) + 1n,
          end: BigInt(data.highWatermark),
        },
      ];
    }),
  );
}

/** Whether an error came from the connection, and so says nothing of what is on the topic. */
function isOfConnection(error: unknown): boolean {
  return ['KafkaJSConnectionError', 'KafkaJSConnectionClosedError', 'KafkaJSRequestTimeoutError'].some(
    (name) => isNamed(error, name),
  );
}

/**
 * One partition by itself: what it fails with is its own. Where several batches together cannot be read the first is read alone,
 * and so one after the other up to the one that is at fault.
 */
async function readOne(
  cluster: Cluster,
  nodeId: string,
  request: ReadRequest,
): Promise<readonly ReadResult[]> {
  const { topic, partition } = request;
  try {
    return await readFrom(cluster, nodeId, [request], { maxWaitMs: 0, maxBytes: 1, maxPartitionBytes: 1 });
  } catch (error) {
    if (isNamed(error, 'KafkaJSOffsetOutOfRange')) return [{ kind: 'OUT_OF_RANGE', topic, partition }];
    const failed = toKafkaError(error, `reading ${topic}, partition ${partition}`);
    // A broker that refuses says so in its own words; everything else was made of the batch's bytes.
    if (isOfConnection(error) || isNamed(error, 'KafkaJSProtocolError'))
      return [{ kind: 'FAILED', topic, partition, error: failed }];
    const broker = await cluster.findBroker({ nodeId });
    const header = await fetchFirstBatch(broker, request);
    if (header === undefined) return [{ kind: 'FAILED', topic, partition, error: failed }];
    return [
      {
        ...{ kind: 'UNREADABLE', topic, partition, error: failed, nextOffset: header.last + 1n },
        reason: `a batch of records ${isNamed(error, 'WrongChecksum') ? 'with a wrong checksum' : 'that cannot be read'}, with compression ${codecName(header.codec)}`,
      },
    ];
  }
}

/** Makes a reader; it connects with its first use, and anew after a failure. */
export function createTopicReader(settings: KafkaSettings): TopicReader {
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

  const leaders = async (of: Cluster, partitions: readonly TopicPartition[]): Promise<void> => {
    await of.addMultipleTargetTopics([...new Set(partitions.map(({ topic }) => topic))]);
    await of.refreshMetadataIfNecessary();
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
        await leaders(of, partitions);
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
    read: (requests, options = {}) =>
      during('reading topics', async (of) => {
        if (requests.length === 0) return [];
        await leaders(of, requests);
        const nodeOf = (request: ReadRequest): string =>
          Object.keys(of.findLeaderForPartitions(request.topic, [request.partition]))[0] ?? '';
        const results = await Promise.all(
          [...Map.groupBy(requests, nodeOf)].map(async ([nodeId, group]) => {
            try {
              return await readFrom(of, nodeId, group, options);
            } catch (error) {
              if (isOfConnection(error)) throw error;
              // Whose fault it was the answer does not say.
              const each = await Promise.all(group.map((one) => readOne(of, nodeId, one)));
              await of.refreshMetadata();
              return each.flat();
            }
          }),
        );
        return results.flat();
      }),
    async close() {
      const last = cluster;
      cluster = undefined;
      await last?.then((of) => of.disconnect()).catch(() => undefined);
    },
  };
}
