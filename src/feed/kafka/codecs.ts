import { promisify } from 'node:util';
import { gzip, unzip, zstdCompress, zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';
import lz4 from 'lz4js';
import snappy from 'snappyjs';

const { CompressionCodecs, CompressionTypes } = kafkajs;

/** What a batch may hold at most when it is unpacked: a few bytes can be made to unpack to gigabytes. */
const mostUnpackedBytes = 256 * 1024 * 1024;
const unpacking = { maxOutputLength: mostUnpackedBytes };

const names = ['none', 'gzip', 'snappy', 'LZ4', 'zstd'];

/** The name of a compression by its number in a batch's header. */
export function codecName(codec: number): string {
  return names[codec] ?? `unknown (${codec})`;
}

/** Java's snappy writes blocks of its own frame around what snappy itself knows: magic, two versions, then length and block. */
const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
const xerialHeaderBytes = 16;

function snappyDecompress(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, xerialMagic.length).equals(xerialMagic))
    return Buffer.from(snappy.uncompress(bytes, mostUnpackedBytes));
  const blocks: Uint8Array[] = [];
  for (let at = xerialHeaderBytes; at < bytes.length;) {
    const length = bytes.readInt32BE(at);
    at += 4;
    blocks.push(snappy.uncompress(bytes.subarray(at, at + length), mostUnpackedBytes));
    at += length;
  }
  return Buffer.concat(blocks);
}

interface Encoder {
  readonly buffer: Buffer;
}

/** It takes what it has no codec for as not compressed, and would make records of any bytes. */
function refuseUnknown(): void {
  for (const codec of [5, 6, 7]) {
    const refuse = () => {
      throw new Error(`There is no compression ${codec} in Kafka's protocol.`);
    };
    Object.assign(CompressionCodecs, { [codec]: refuse });
  }
}

/**
 * Teaches kafkajs the compressions that Kafka has and it lacks: any producer may use any of them. gzip it knows itself, without
 * a bound on what comes of it.
 */
export function installCodecs(): void {
  refuseUnknown();
  CompressionCodecs[CompressionTypes.GZIP] = () => ({
    compress: ({ buffer }: Encoder) => promisify(gzip)(buffer),
    decompress: (bytes: Buffer) => promisify(unzip)(bytes, unpacking),
  });
  CompressionCodecs[CompressionTypes.Snappy] = () => ({
    compress: ({ buffer }: Encoder) => Promise.resolve(Buffer.from(snappy.compress(buffer))),
    decompress: (bytes: Buffer) => Promise.resolve(snappyDecompress(bytes)),
  });
  CompressionCodecs[CompressionTypes.LZ4] = () => ({
    compress: ({ buffer }: Encoder) => Promise.resolve(Buffer.from(lz4.compress(buffer))),
    decompress: (bytes: Buffer) => Promise.resolve(Buffer.from(lz4.decompress(bytes))),
  });
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: ({ buffer }: Encoder) => promisify(zstdCompress)(buffer),
    decompress: (bytes: Buffer) => promisify(zstdDecompress)(bytes, unpacking),
  });
}
