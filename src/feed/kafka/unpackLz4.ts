// https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
const magic = 0x184d2204;
const versionMask = 0xc0;
const version = 0x40;
const blockChecksumFlag = 0x10;
const contentSizeFlag = 0x08;
const dictionaryFlag = 0x01;
const descriptorAt = 4;
const blockSizeAt = 5;
const notCompressed = 0x8000_0000;

// https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
const nibble = 0x0f;
const shortestMatch = 4;
/** Below this a loop is faster than a call. */
const fewBytes = 32;

/** Bytes that are unpacked one behind the other, with room for more as it is needed, and never for more than a bound. */
class Output {
  bytes: Buffer;
  length = 0;
  readonly #most: number;
  #limit = 0;

  constructor(most: number, expected: number) {
    this.#most = most;
    this.bytes = Buffer.allocUnsafe(Math.min(most, expected));
  }

  /** Says how much may come next, as a block. */
  beginBlock(room: number): void {
    this.#limit = Math.min(this.#most, this.length + room);
  }

  /** @throws Error when so much may not be unpacked */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed > this.#most) throw new Error('Records unpack to more than may be held at once.');
    if (needed > this.#limit) throw new Error('A block of LZ4 is larger than its frame says.');
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.min(this.#most, Math.max(needed, 2 * this.bytes.length)));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  append(from: Buffer, start: number, end: number): void {
    this.reserve(end - start);
    const { bytes, length } = this;
    if (end - start >= fewBytes) from.copy(bytes, length, start, end);
    else for (let at = start; at < end; at += 1) bytes[length + at - start] = from[at] ?? 0;
    this.length += end - start;
  }

  /** Appends what stands some bytes back, which may be less than is to be appended: it repeats then. */
  repeat(distance: number, count: number): void {
    if (distance === 0 || distance > this.length)
      throw new Error('A block of LZ4 refers to what is not there.');
    this.reserve(count);
    const { bytes, length } = this;
    const start = length - distance;
    if (count < fewBytes) {
      for (let at = 0; at < count; at += 1) bytes[length + at] = bytes[start + at] ?? 0;
    } else {
      for (let done = 0; done < count;) {
        // All that stands there by now, so that it doubles each time.
        const piece = Math.min(count - done, distance + done);
        bytes.copyWithin(length + done, start, start + piece);
        done += piece;
      }
    }
    this.length += count;
  }
}

function cutOff(): Error {
  return new Error('A block of LZ4 is cut off.');
}

function unpackBlock(block: Buffer, output: Output): void {
  const end = block.length;
  let at = 0;
  const lengthFrom = (first: number): number => {
    if (first < nibble) return first;
    let length = first;
    for (;;) {
      const more = block[at];
      if (more === undefined) throw cutOff();
      at += 1;
      length += more;
      if (more !== 0xff) return length;
    }
  };
  while (at < end) {
    const token = block[at] ?? 0;
    at += 1;
    const literals = lengthFrom(token >> 4);
    if (at + literals > end) throw cutOff();
    output.append(block, at, at + literals);
    at += literals;
    // The last sequence has no match.
    if (at === end) return;
    if (at + 2 > end) throw cutOff();
    const distance = block.readUInt16LE(at);
    at += 2;
    output.repeat(distance, lengthFrom(token & nibble) + shortestMatch);
  }
}

/**
 * Unpacks a frame of LZ4, and stops where it becomes more than a bound, whatever the frame says of its size. Checksums in it are
 * passed over: the batch that it stands in has one of all its bytes.
 *
 * @throws Error when it is no frame, is broken or cut off, or unpacks to more
 */
export function unpackLz4(frame: Buffer, most: number): Buffer {
  if (frame.readUInt32LE(0) !== magic) throw new Error('This is no frame of LZ4.');
  const descriptor = frame.readUInt8(descriptorAt);
  if ((descriptor & versionMask) !== version || (descriptor & dictionaryFlag) !== 0)
    throw new Error('This is a frame of LZ4 of another form than is known.');
  // 4 stands for 64 KiB, each next one for four times as much.
  const roomOfBlock = 2 ** (8 + 2 * ((frame.readUInt8(blockSizeAt) >> 4) & 0x07));
  const sumBytes = (descriptor & blockChecksumFlag) === 0 ? 0 : 4;
  const output = new Output(most, 4 * frame.length);
  // Behind the descriptor is a byte of its checksum.
  for (let at = blockSizeAt + 1 + ((descriptor & contentSizeFlag) === 0 ? 0 : 8) + 1; ;) {
    const size = frame.readUInt32LE(at);
    if (size === 0) return output.bytes.subarray(0, output.length);
    const start = at + 4;
    const end = start + (size % notCompressed);
    if (end > frame.length) throw cutOff();
    output.beginBlock(roomOfBlock);
    if (size >= notCompressed) output.append(frame, start, end);
    else unpackBlock(frame.subarray(start, end), output);
    at = end + sumBytes;
  }
}
