// https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
const magic = 0x184d2204;
const descriptorAt = 4;
const blockSizeAt = 5;
const contentSizeAt = 6;
const contentSizeFlag = 0x08;
const blockChecksumFlag = 0x10;
const notCompressed = 0x8000_0000;

/**
 * How many bytes a frame can unpack to at most: what it says itself, or what its blocks have room for. Nothing is unpacked.
 *
 * @throws Error when it is no frame
 */
export function lz4Bound(frame: Buffer): number {
  if (frame.readUInt32LE(0) !== magic) throw new Error('This is no frame of LZ4.');
  const descriptor = frame.readUInt8(descriptorAt);
  if ((descriptor & contentSizeFlag) !== 0) return Number(frame.readBigUInt64LE(contentSizeAt));
  // 4 stands for 64 KiB, each next one for four times as much.
  const roomOfBlock = 2 ** (8 + 2 * ((frame.readUInt8(blockSizeAt) >> 4) & 0x07));
  const sumBytes = (descriptor & blockChecksumFlag) === 0 ? 0 : 4;
  let bound = 0;
  // Behind the descriptor is a byte of its checksum.
  for (let at = contentSizeAt + 1; ;) {
    const size = frame.readUInt32LE(at);
    if (size === 0) return bound;
    const stored = size % notCompressed;
    bound += size >= notCompressed ? stored : roomOfBlock;
    at += 4 + stored + sumBytes;
  }
}
