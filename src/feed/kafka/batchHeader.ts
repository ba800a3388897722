/** What stands before the records of a batch and is never compressed: https://kafka.apache.org/documentation/#recordbatch */
export interface BatchHeader {
  /** Offset of its first record. */
  readonly first: bigint;
  /** Offset of its last record. */
  readonly last: bigint;
  /** How long the batch is, with its header. */
  readonly bytes: number;
  /** Its form; what is older than Kafka 0.11 has another one than 2. */
  readonly magic: number;
  /** CRC-32C of what comes from `checkedAt` on. */
  readonly crc: number;
  /** By number: 0 none, 1 gzip, 2 snappy, 3 LZ4, 4 zstd; there is no other. */
  readonly codec: number;
}

export const batchHeaderBytes = 61;
export const batchMagic = 2;
/** Where that begins of which a batch has a checksum: offset and length of the batch are not in it. */
export const checkedAt = 21;

const codecMask = 0x07;

/** The header of the batch that begins somewhere; undefined where too little is there for one. */
export function readBatchHeader(records: Buffer, at: number): BatchHeader | undefined {
  if (at + batchHeaderBytes > records.length) return undefined;
  const first = records.readBigInt64BE(at);
  return {
    first,
    last: first + BigInt(records.readInt32BE(at + 23)),
    bytes: 12 + records.readInt32BE(at + 8),
    magic: records.readInt8(at + 16),
    crc: records.readUInt32BE(at + 17),
    codec: records.readInt16BE(at + checkedAt) & codecMask,
  };
}
