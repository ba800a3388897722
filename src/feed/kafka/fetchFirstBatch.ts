import type { FetchBroker } from 'kafkajs/src/cluster/index.js';
import Decoder from 'kafkajs/src/protocol/decoder.js';
import requestTypes from 'kafkajs/src/protocol/requests/index.js';
import type { ReadRequest } from './TopicReader.ts';

/** What the header of a batch of records says, which is never compressed. */
export interface BatchHeader {
  /** Offset of its last record. */
  readonly last: bigint;
  /** By number: 0 none, 1 gzip, 2 snappy, 3 LZ4, 4 zstd; there is no other. */
  readonly codec: number;
}

/** The response has the same form in all versions from here on that kafkajs knows; brokers have it since Kafka 2.3. */
const fetchVersion = 11;
const readCommitted = 1;
/** Where magic 2 begins; what is older than Kafka 0.11 has another form. */
const batchMagic = 2;
const codecMask = 0x07;

function readHeader(raw: Buffer): BatchHeader | undefined {
  const decoder = new Decoder(raw);
  decoder.forward(4 + 2 + 4); // throttle time, error, session
  if (decoder.readInt32() !== 1) return undefined;
  decoder.readString(); // topic
  if (decoder.readInt32() !== 1) return undefined;
  decoder.readInt32(); // partition
  if (decoder.readInt16() !== 0) return undefined;
  decoder.forward(3 * 8); // high watermark, last stable offset, start of the log
  decoder.forward(Math.max(0, decoder.readInt32()) * 16 + 4); // aborted transactions, preferred replica
  const bytes = decoder.readInt32();
  // https://kafka.apache.org/documentation/#recordbatch
  if (bytes < 61) return undefined;
  const first = BigInt(decoder.readInt64().toString());
  decoder.forward(4 + 4); // length, epoch of the leader
  if (decoder.readInt8() !== batchMagic) return undefined;
  decoder.forward(4); // CRC
  const codec = decoder.readInt16() & codecMask;
  return { last: first + BigInt(decoder.readInt32()), codec };
}

/**
 * Asks for the first batch at an offset and reads its header alone; undefined where there is none, or the broker has something
 * to object.
 */
export function fetchFirstBatch(
  broker: FetchBroker,
  { topic, partition, offset }: ReadRequest,
): Promise<BatchHeader | undefined> {
  const fetch = requestTypes.requests.Fetch.protocol({ version: fetchVersion });
  const partitions = [{ partition, fetchOffset: String(offset), maxBytes: 1 }];
  const request = fetch({
    ...{ maxWaitTime: 0, minBytes: 1, maxBytes: 1, isolationLevel: readCommitted },
    topics: [{ topic, partitions }],
  });
  return broker.connectionPool.send({
    ...request,
    response: {
      decode: (raw) => Promise.resolve(readHeader(raw)),
      parse: (header) => Promise.resolve(header),
    },
  });
}
