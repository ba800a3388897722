import type { FetchBroker } from 'kafkajs/src/cluster/index.js';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import type { DecodedRecord } from 'kafkajs/src/protocol/recordBatch/v0/decoder.js';
import { codecName } from './codecs.ts';
import { committedRecords } from './committedRecords.ts';
import { decodeBatches, WrongChecksum, type BatchFault, type DecodedBatches } from './decodeBatches.ts';
import { fetchPartitions, type FetchedPartition } from './fetchPartitions.ts';
import { KafkaFault } from './KafkaFault.ts';
import { toKafkaError } from './toKafkaError.ts';
import type { ReaderBounds, ReadOptions, ReadRequest, ReadResult, TopicRecord } from './TopicReader.ts';
import { withUnpackBudget } from './unpackBudget.ts';

const mebibyte = 1024 * 1024;
const offsetOutOfRange = 1;

function toRecord({ offset, timestamp, key, value, headers = [] }: DecodedRecord): TopicRecord {
  return { offset: BigInt(offset), timestamp: Number(timestamp), key, value, headers };
}

/** What a read of a partition comes to that fails by itself. */
export function failedRead({ topic, partition }: ReadRequest, error: unknown): ReadResult {
  return {
    ...{ kind: 'FAILED', topic, partition },
    error: toKafkaError(error, `reading ${topic}, partition ${partition}`, topic),
  };
}

/** What a broker gives and nobody can make records of: it runs, and what it holds is at fault. */
function unreadableError(
  { topic, partition, offset }: ReadRequest,
  what: string,
  cause: unknown,
): ConcordatError {
  return new ConcordatError(
    'RECORD_UNREADABLE',
    `Topic ${topic}, partition ${partition}, has at offset ${offset} ${what}.`,
    {
      fix: 'It is tried some times, as memory may be short for a moment, and then passed over, which is recorded. Ask whoever writes the topic what wrote it; a wrong checksum is a damaged disk or network.',
      ...{ subject: topic, cause, mayBeLogged: true },
    },
  );
}

/** Where to go on behind a batch that cannot be read. What a wrong checksum covers is not to be believed. */
function behind({ error, header, next }: BatchFault, request: ReadRequest, stableEnd: bigint): bigint {
  const said = (header?.last ?? request.offset) + 1n;
  if (!(error instanceof WrongChecksum)) return said;
  const bounded = said > stableEnd ? stableEnd : said;
  return next ?? (bounded > request.offset ? bounded : request.offset + 1n);
}

function unreadable(request: ReadRequest, fault: BatchFault, { stableEnd }: FetchedPartition): ReadResult {
  const { topic, partition } = request;
  const { error, header } = fault;
  if (header === undefined) {
    const what = 'records of a form before Kafka 0.11 that cannot be read';
    return failedRead(request, unreadableError(request, what, error));
  }
  const how = error instanceof WrongChecksum ? 'with a wrong checksum' : 'that cannot be read';
  const reason = `a batch of records ${how}, with compression ${codecName(header.codec)}`;
  return {
    ...{ kind: 'UNREADABLE', topic, partition, nextOffset: behind(fault, request, stableEnd) },
    error: unreadableError(request, reason, error),
    reason,
  };
}

/** Undefined where nothing could be read, though there is something. */
function toResult(
  request: ReadRequest,
  { topic, partition, errorCode, end, aborted }: FetchedPartition,
  { records, nextOffset, fault, wantedBytes }: DecodedBatches,
): ReadResult | undefined {
  if (errorCode === offsetOutOfRange) return { kind: 'OUT_OF_RANGE', topic, partition };
  if (errorCode !== 0) return failedRead(request, createErrorFromCode(errorCode));
  if (nextOffset === request.offset && (fault !== undefined || wantedBytes !== undefined)) return undefined;
  return {
    ...{ kind: 'RECORDS', topic, partition, nextOffset, end },
    records: committedRecords(records, aborted).map(toRecord),
  };
}

/**
 * One partition by itself, and of it the first batch: what it fails with is its own. More of it is asked for only where the batch
 * does not say where it ends.
 */
async function readAlone(
  broker: FetchBroker,
  request: ReadRequest,
  maxUnpackedBytes: number | undefined,
  maxBytes = 1,
): Promise<readonly ReadResult[]> {
  const [fetched] = await fetchPartitions(broker, [request], {
    ...{ maxWaitMs: 0, maxBytes, maxPartitionBytes: maxBytes },
  });
  if (fetched === undefined) return [];
  const decoded = await withUnpackBudget(
    () => decodeBatches(fetched.records, request.offset),
    maxUnpackedBytes,
  );
  const result = toResult(request, fetched, decoded);
  if (result !== undefined) return [result];
  const { fault, wantedBytes = 0 } = decoded;
  if (wantedBytes > maxBytes) return readAlone(broker, request, maxUnpackedBytes, wantedBytes);
  if (fault === undefined) return [failedRead(request, new KafkaFault('a batch comes without its end'))];
  return [unreadable(request, fault, fetched)];
}

/**
 * Reads partitions through the broker that leads them. Where something cannot be read the partition is read again by itself, batch
 * by batch: what others unpack to is no fault of its own.
 *
 * @throws Error of kafkajs when the broker cannot be reached
 */
export async function readPartitions(
  broker: FetchBroker,
  requests: readonly ReadRequest[],
  {
    maxWaitMs = 0,
    maxBytes = 16 * mebibyte,
    maxPartitionBytes = 4 * mebibyte,
    maxUnpackedBytes,
  }: ReadOptions & ReaderBounds,
): Promise<readonly ReadResult[]> {
  const limits = { maxWaitMs, maxBytes, maxPartitionBytes };
  const fetched = await fetchPartitions(broker, requests, limits);
  return withUnpackBudget(async () => {
    const results: ReadResult[] = [];
    for (const one of fetched) {
      const request = requests.find(
        ({ topic, partition }) => topic === one.topic && partition === one.partition,
      );
      if (request === undefined) continue;
      const result = toResult(request, one, await decodeBatches(one.records, request.offset));
      results.push(...(result === undefined ? await readAlone(broker, request, maxUnpackedBytes) : [result]));
    }
    return results;
  }, maxUnpackedBytes);
}
