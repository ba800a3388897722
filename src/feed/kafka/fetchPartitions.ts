import type { FetchBroker } from 'kafkajs/src/cluster/index.js';
import Decoder from 'kafkajs/src/protocol/decoder.js';
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import requestTypes from 'kafkajs/src/protocol/requests/index.js';
import type { ReadRequest, TopicPartition } from './TopicReader.ts';

/** The newest form of a response to Fetch for which kafkajs makes the request; brokers have it since Kafka 2.3. */
const fetchVersion = 11;
const readCommitted = 1;

/** A transaction that was taken back, and has records among those that were fetched. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: bigint;
}

/** What a broker has of a partition from an offset on. */
export interface FetchedPartition extends TopicPartition {
  /** Kafka's; 0 for none. */
  readonly errorCode: number;
  /** The offset after the newest record. */
  readonly end: bigint;
  /** The offset after what may be read: transactions that have not ended begin there. */
  readonly stableEnd: bigint;
  readonly aborted: readonly AbortedTransaction[];
  /** Batches as they are in the broker's files; the last one may be cut off. */
  readonly records: Buffer;
}

interface FetchResponse {
  /** This kafkajs looks for, and holds back requests so long. */
  readonly clientSideThrottleTime: number;
  readonly errorCode: number;
  readonly partitions: readonly FetchedPartition[];
}

export interface FetchLimits {
  readonly maxWaitMs: number;
  /** Bytes of all partitions, and of one, about; at least one batch comes whole. */
  readonly maxBytes: number;
  readonly maxPartitionBytes: number;
}

function readOffset(decoder: Decoder): bigint {
  return decoder.readBytes(8).readBigInt64BE();
}

function readList<T>(decoder: Decoder, read: () => T): readonly T[] {
  const length = Math.max(0, decoder.readInt32());
  return Array.from({ length }, read);
}

function readPartition(decoder: Decoder, topic: string): FetchedPartition {
  const partition = decoder.readInt32();
  const errorCode = decoder.readInt16();
  const end = readOffset(decoder);
  const stableEnd = readOffset(decoder);
  decoder.forward(8); // start of the log
  const aborted = readList(decoder, () => ({
    producerId: readOffset(decoder),
    firstOffset: readOffset(decoder),
  }));
  decoder.forward(4); // preferred replica
  const records = decoder.readBytes(Math.max(0, decoder.readInt32()));
  return { topic, partition, errorCode, end, stableEnd, aborted, records };
}

function readResponse(raw: Buffer): FetchResponse {
  const decoder = new Decoder(raw);
  const clientSideThrottleTime = decoder.readInt32();
  const errorCode = decoder.readInt16();
  decoder.forward(4); // session
  const partitions = readList(decoder, () => {
    const topic = decoder.readString();
    return readList(decoder, () => readPartition(decoder, topic));
  });
  return { clientSideThrottleTime, errorCode, partitions: partitions.flat() };
}

/** The broker fills its answer in the order of the request: each is to be the first one at some time. */
function rotated<T>(list: readonly T[]): readonly T[] {
  const first = Math.trunc(Math.random() * list.length);
  return [...list.slice(first), ...list.slice(0, first)];
}

/**
 * Fetches partitions from the broker that leads them, and reads nothing but the frame of its answer: what kafkajs does itself
 * fails for all partitions by what is wrong with one.
 *
 * @throws Error of kafkajs when the broker cannot be reached or refuses the request as a whole
 */
export async function fetchPartitions(
  broker: FetchBroker,
  requests: readonly ReadRequest[],
  { maxWaitMs, maxBytes, maxPartitionBytes }: FetchLimits,
): Promise<readonly FetchedPartition[]> {
  const fetch = requestTypes.requests.Fetch.protocol({ version: fetchVersion });
  const request = fetch({
    ...{ maxWaitTime: maxWaitMs, minBytes: 1, maxBytes, isolationLevel: readCommitted },
    topics: [...Map.groupBy(rotated(requests), ({ topic }) => topic)].map(([topic, list]) => ({
      topic,
      partitions: list.map(({ partition, offset }) => ({
        ...{ partition, fetchOffset: String(offset), maxBytes: maxPartitionBytes },
      })),
    })),
  });
  const { errorCode, partitions } = await broker.connectionPool.send<FetchResponse>({
    ...request,
    response: {
      decode: (raw) => Promise.resolve(readResponse(raw)),
      parse: (response) => Promise.resolve(response),
    },
  });
  if (errorCode !== 0) throw createErrorFromCode(errorCode);
  return partitions;
}
