import { promisify } from 'node:util';
import { gzip, unzip, zstdCompress, zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';
import snappy from 'snappyjs';
import { countUnpacked, unpackableBytes } from './unpackBudget.ts';
import { unpackLz4 } from './unpackLz4.ts';

const { CompressionCodecs, CompressionTypes } = kafkajs;

const names = ['none', 'gzip', 'snappy', 'LZ4', 'zstd'];

/** The name of a compression by its number in a batch's header. */
export function codecName(codec: number): string {
  return names[codec] ?? `unknown (${codec})`;
}

/** Java's snappy writes blocks of its own frame around what snappy itself knows: magic, two versions, then length and block. */
const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
const xerialHeaderBytes = 16;

function counted(bytes: Uint8Array): Buffer {
  countUnpacked(bytes.length);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function snappyDecompress(bytes: Buffer): Buffer {
  const unpack = (block: Uint8Array): Buffer => counted(snappy.uncompress(block, unpackableBytes()));
  if (!bytes.subarray(0, xerialMagic.length).equals(xerialMagic)) return unpack(bytes);
  const blocks: Uint8Array[] = [];
  for (let at = xerialHeaderBytes; at < bytes.length;) {
    const length = bytes.readInt32BE(at);
    at += 4;
    blocks.push(unpack(bytes.subarray(at, at + length)));
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
    decompress: (bytes: Buffer) =>
      promisify(unzip)(bytes, { maxOutputLength: unpackableBytes() }).then(counted),
  });
  CompressionCodecs[CompressionTypes.Snappy] = () => ({
    compress: ({ buffer }: Encoder) => Promise.resolve(Buffer.from(snappy.compress(buffer))),
    decompress: (bytes: Buffer) => Promise.resolve(snappyDecompress(bytes)),
  });
  CompressionCodecs[CompressionTypes.LZ4] = () => ({
    compress: () => Promise.reject(new Error('Nothing that Concordat writes is packed with LZ4.')),
    decompress: (bytes: Buffer) => Promise.resolve(counted(unpackLz4(bytes, unpackableBytes()))),
  });
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: ({ buffer }: Encoder) => promisify(zstdCompress)(buffer),
    decompress: (bytes: Buffer) =>
      promisify(zstdDecompress)(bytes, { maxOutputLength: unpackableBytes() }).then(counted),
  });
}
