import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import lz4 from 'lz4js';
import { unpackLz4 } from '../../../../src/feed/kafka/unpackLz4.ts';

const kibibyte = 1024;
const mebibyte = 1024 * 1024;

interface Block {
  readonly bytes: Buffer;
  readonly isStored?: boolean;
}

interface FrameOptions {
  /** What the frame says that it holds. */
  readonly contentSize?: bigint;
  readonly hasBlockSums?: boolean;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** A frame with blocks of at most 64 KiB; its checksums are none. */
function frame(blocks: readonly Block[], { contentSize, hasBlockSums = false }: FrameOptions = {}): Buffer {
  const descriptor = 0x40 | (contentSize === undefined ? 0 : 0x08) | (hasBlockSums ? 0x10 : 0);
  const size = Buffer.alloc(contentSize === undefined ? 0 : 8);
  if (contentSize !== undefined) size.writeBigUInt64LE(contentSize);
  const sum = Buffer.alloc(hasBlockSums ? 4 : 0, 0xaa);
  return Buffer.concat([
    Buffer.from([0x04, 0x22, 0x4d, 0x18, descriptor, 0x40]),
    ...[size, Buffer.alloc(1)],
    ...blocks.flatMap(({ bytes, isStored = false }) => [
      ...[uint32(bytes.length + (isStored ? 0x8000_0000 : 0)), bytes, sum],
    ]),
    uint32(0),
  ]);
}

/** The literals `ab`, and then what a hostile block may say of a match, two bytes back if nothing else is said. */
function abThen(lengthBytes: Buffer, distance = 2): Block {
  return { bytes: Buffer.concat([Buffer.from([0x2f, 0x61, 0x62, distance, 0]), lengthBytes]) };
}

const stored = (letters: string): Block => ({ bytes: Buffer.from(letters), isStored: true });

describe('unpackLz4', () => {
  it('gives back what was packed', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 3_000 })).map(
        // What repeats at every distance.
        ([bytes, length]) => new Uint8Array(Buffer.alloc(length, bytes)),
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
        const content = Buffer.concat(pieces);
        const packed = Buffer.from(lz4.compress(content));
        expect(unpackLz4(packed, 64 * kibibyte).equals(content)).toBe(true);
      }),
    );
  });

  it('reads frames with checksums of blocks, and blocks that refer to those before them', () => {
    // Four bytes at the least, of which the match repeats the last two.
    const blocks = [stored('hello'), { bytes: Buffer.from([0x00, 0x02, 0x00]) }, stored('!')];
    for (const hasBlockSums of [false, true])
      expect(unpackLz4(frame(blocks, { hasBlockSums }), kibibyte).toString()).toBe('hellololo!');
  });

  it.each([undefined, 1n, 2n ** 62n])(
    'believes the bytes, not what the frame says that they are: %s',
    (contentSize) => {
      const options = contentSize === undefined ? {} : { contentSize };
      expect(unpackLz4(frame([stored('all of it')], options), kibibyte).toString()).toBe('all of it');
      // 4 GiB of a match in 16 MiB.
      const bomb = frame(
        [abThen(Buffer.concat([Buffer.alloc(16 * mebibyte, 0xff), Buffer.from([0])]))],
        options,
      );
      expect(() => unpackLz4(bomb, 256 * mebibyte)).toThrow('more than may be held');
      expect(() => unpackLz4(bomb, 2 ** 40)).toThrow('larger than its frame says');
    },
  );

  it.each([
    ['another magic', Buffer.from('no frame of LZ4 at all')],
    [
      'a block larger than those of its frame',
      frame([abThen(Buffer.concat([Buffer.alloc(300, 0xff), Buffer.from([0])]))]),
    ],
    ['a match before the beginning', frame([abThen(Buffer.from([0]), 3)])],
    ['a match of no distance', frame([abThen(Buffer.from([0]), 0)])],
    ['a match without its length', frame([abThen(Buffer.alloc(0))])],
    ['a match without its distance', frame([{ bytes: Buffer.from([0x20, 0x61, 0x62, 0x02]) }])],
    ['too few literals', frame([{ bytes: Buffer.from([0x40, 0x61, 0x62]) }])],
    ['no end', frame([stored('hello')]).subarray(0, -4)],
    ['a cut off block', frame([stored('hello')]).subarray(0, -6)],
  ])('refuses %s', (_, bytes) => {
    expect(() => unpackLz4(bytes, mebibyte)).toThrow();
  });
});
