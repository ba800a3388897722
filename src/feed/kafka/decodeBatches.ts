import Decoder from 'kafkajs/src/protocol/decoder.js';
import decodeMessageSet from 'kafkajs/src/protocol/messageSet/decoder.js';
import decodeBatch, { type DecodedRecord } from 'kafkajs/src/protocol/recordBatch/v0/decoder.js';
import { batchHeaderBytes, batchMagic, checkedAt, readBatchHeader, type BatchHeader } from './batchHeader.ts';
import { crc32c } from './crc32c.ts';

/** A batch is not as its producer made it. */
export class WrongChecksum extends Error {
  constructor() {
    super("A batch's checksum is not that of its bytes.");
    this.name = 'WrongChecksum';
  }
}

/** A batch that no records can be made of. */
export interface BatchFault {
  readonly error: unknown;
  /** Undefined for forms older than Kafka 0.11. */
  readonly header?: BatchHeader;
  /** Offset of the first record of the batch that follows; undefined where none is in sight. */
  readonly next?: bigint | undefined;
}

/** What a partition's bytes hold. */
export interface DecodedBatches {
  readonly records: readonly DecodedRecord[];
  /** Behind the last batch that was read; where reading began if there was none. */
  readonly nextOffset: bigint;
  /** What follows these. */
  readonly fault?: BatchFault;
  /** How many bytes of the partition it takes to know more, where the last batch is cut off, or what follows it must be seen. */
  readonly wantedBytes?: number;
}

/** First offset of the batch that follows one; what is damaged may be of any length, so that no batch is there. */
function nextOffsetAt(records: Buffer, end: number, { first, bytes }: BatchHeader): bigint | undefined {
  const next = bytes < batchHeaderBytes ? undefined : readBatchHeader(records, end);
  return next?.magic === batchMagic && next.first > first ? next.first : undefined;
}

async function decodeOldForm(records: Buffer, from: bigint): Promise<DecodedBatches> {
  try {
    const found = await decodeMessageSet(new Decoder(records), records.length);
    const last = found.at(-1);
    return { records: found, nextOffset: last === undefined ? from : BigInt(last.offset) + 1n };
  } catch (error) {
    return { records: [], nextOffset: from, fault: { error } };
  }
}

/**
 * Makes records of batches, from an offset on. Their checksums are held against their bytes, as Java's consumer does and kafkajs
 * does not: the broker sends what stands in its files. A broker that is misled by a damaged batch may send it before what it was
 * asked for.
 *
 * @param from - the offset that was asked for
 */
export async function decodeBatches(batches: Buffer, from: bigint): Promise<DecodedBatches> {
  const records: DecodedRecord[] = [];
  let nextOffset = from;
  for (let at = 0; ;) {
    const header = readBatchHeader(batches, at);
    if (header === undefined) return { records, nextOffset };
    if (header.magic !== batchMagic) return at === 0 ? decodeOldForm(batches, from) : { records, nextOffset };
    const end = at + header.bytes;
    if (end > batches.length) return { records, nextOffset, wantedBytes: end };
    const next = nextOffsetAt(batches, end, header);
    if (next === undefined || next > from) {
      try {
        if (header.bytes < batchHeaderBytes || crc32c(batches.subarray(at + checkedAt, end)) !== header.crc)
          throw new WrongChecksum();
        const batch = await decodeBatch(new Decoder(batches.subarray(at, end)));
        // One by one: as arguments of one call they could be more than a call can have.
        for (const record of batch.records) if (BigInt(record.offset) >= from) records.push(record);
        if (header.last >= nextOffset) nextOffset = header.last + 1n;
      } catch (error) {
        const fault = { error, header, next };
        // Where it ends only what follows tells.
        const isUnknown = error instanceof WrongChecksum && next === undefined;
        return {
          ...{ records, nextOffset, fault },
          ...(isUnknown ? { wantedBytes: Math.max(at, end) + batchHeaderBytes } : {}),
        };
      }
    }
    at = end;
  }
}
