import { crc32c } from './crc32c.ts';
import Decoder from 'kafkajs/src/protocol/decoder.js';
import requestTypes from 'kafkajs/src/protocol/requests/index.js';

/** The form of responses whose batches are checked; brokers have it since Kafka 2.3, and kafkajs knows no newer one. */
const checkedVersion = 11;

// https://kafka.apache.org/documentation/#recordbatch
const batchHeaderBytes = 61;
const lengthAt = 8;
const magicAt = 16;
const crcAt = 17;
const attributesAt = 21;
/** What is older than Kafka 0.11 has another form, and another checksum. */
const batchMagic = 2;

/** A batch is not as its producer made it. */
export class WrongChecksum extends Error {
  constructor() {
    super("A batch's checksum is not that of its bytes.");
    this.name = 'WrongChecksum';
  }
}

function checkRecords(records: Buffer): void {
  for (let at = 0; at + batchHeaderBytes <= records.length;) {
    const end = at + lengthAt + 4 + records.readInt32BE(at + lengthAt);
    // The last one may be cut off, and is asked for again then.
    if (end > records.length || end < at + batchHeaderBytes) return;
    if (records.readInt8(at + magicAt) !== batchMagic) return;
    if (crc32c(records.subarray(at + attributesAt, end)) !== records.readUInt32BE(at + crcAt))
      throw new WrongChecksum();
    at = end;
  }
}

/**
 * Holds the batches of a response to Fetch against their CRC32C, as Java's consumer does and kafkajs does not: the broker sends
 * what stands in its files.
 *
 * @throws WrongChecksum
 */
export function checkChecksums(response: Buffer): void {
  const decoder = new Decoder(response);
  decoder.forward(4 + 2 + 4); // throttle time, error, session
  for (let topics = decoder.readInt32(); topics > 0; topics -= 1) {
    decoder.readString();
    for (let partitions = decoder.readInt32(); partitions > 0; partitions -= 1) {
      decoder.forward(4 + 2 + 3 * 8); // partition, error, high watermark, last stable offset, start of the log
      decoder.forward(Math.max(0, decoder.readInt32()) * 16 + 4); // aborted transactions, preferred replica
      const bytes = decoder.readInt32();
      if (bytes > 0) checkRecords(decoder.readBytes(bytes));
    }
  }
}

/** Has kafkajs check each response before it makes records of it. */
export function installChecksums(): void {
  const { Fetch } = requestTypes.requests;
  const { protocol } = Fetch;
  Fetch.protocol = ({ version }) => {
    const make = protocol({ version });
    if (version !== checkedVersion) return make;
    return (request) => {
      const made = make(request);
      const { decode } = made.response;
      return {
        ...made,
        response: {
          ...made.response,
          decode: async (raw) => {
            checkChecksums(raw);
            return decode(raw);
          },
        },
      };
    };
  };
}
