import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import lz4 from 'lz4js';
import { installCodecs } from '../../../../src/feed/kafka/codecs.ts';
import { withUnpackBudget } from '../../../../src/feed/kafka/unpackBudget.ts';

const { CompressionCodecs, CompressionTypes } = kafkajs;
installCodecs();

const mebibyte = 1024 * 1024;
const zeros = Buffer.alloc(2 * mebibyte);

interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(bytes: Buffer): Promise<Buffer>;
}

const lz4Codec: () => Codec = CompressionCodecs[CompressionTypes.LZ4];
const codecs: Readonly<Record<'gzip' | 'snappy' | 'LZ4' | 'zstd', () => Codec>> = {
  gzip: CompressionCodecs[CompressionTypes.GZIP],
  snappy: CompressionCodecs[CompressionTypes.Snappy],
  // Nothing that Concordat writes is packed with it.
  LZ4: () => ({
    ...lz4Codec(),
    compress: ({ buffer }) => Promise.resolve(Buffer.from(lz4.compress(buffer))),
  }),
  zstd: CompressionCodecs[CompressionTypes.ZSTD],
};

/** What it throws at once is a rejection for whoever awaits it, as for kafkajs. */
const unpack = async (codec: Codec, bytes: Buffer): Promise<Buffer> => codec.decompress(bytes);

/** Java's frame around a snappy block that is there twice. */
function framed(block: Buffer): Buffer {
  const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(block.length);
  return Buffer.concat([header, length, block, length, block]);
}

describe.each(Object.entries(codecs))('%s', (_, make) => {
  const codec = make();

  it('unpacks what fits into the budget, which batches of one response have together', async () => {
    const packed = await codec.compress({ buffer: zeros });
    await withUnpackBudget(async () => {
      expect((await unpack(codec, packed)).equals(zeros)).toBe(true);
      await expect(unpack(codec, packed)).rejects.toThrow();
    }, 3 * mebibyte);
    await expect(withUnpackBudget(() => unpack(codec, packed), mebibyte)).rejects.toThrow();
  });

  it('has an error, and no end of its own, for what is cut off', async () => {
    const packed = await codec.compress({ buffer: Buffer.from('a text that is cut off '.repeat(20)) });
    const cut = packed.subarray(0, packed.length / 2);
    await expect(unpack(codec, cut)).rejects.toThrow();
  });
});

describe('snappy', () => {
  it("counts all blocks of Java's frame together", async () => {
    const codec = codecs.snappy();
    const bytes = framed(await codec.compress({ buffer: zeros }));
    expect((await codec.decompress(bytes)).length).toBe(2 * zeros.length);
    await expect(withUnpackBudget(() => unpack(codec, bytes), 3 * mebibyte)).rejects.toThrow();
  });
});
