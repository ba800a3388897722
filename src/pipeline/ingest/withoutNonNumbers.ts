import { skipString } from './findMembers.ts';

const quote = 0x22;
const minus = 0x2d;
const space = 0x20;
const zero = 0x30;
const names = [Buffer.from('NaN'), Buffer.from('Infinity')];

/** How many bytes the name of a number that JSON does not have takes at `at`, with its sign; 0 where there is none. */
function lengthAt(bytes: Buffer, at: number): number {
  const sign = bytes[at] === minus ? 1 : 0;
  const start = at + sign;
  const name = names.find(
    (candidate) =>
      bytes[start] === candidate[0] && candidate.equals(bytes.subarray(start, start + candidate.length)),
  );
  return name === undefined ? 0 : sign + name.length;
}

/**
 * A copy of a line with a 0 in place of each NaN and Infinity that is no text, every other byte at its place. Spaces are
 * around it, so that it does not become part of what stands beside it. One walk, byte by byte: lines are long.
 */
export function withoutNonNumbers(line: Buffer): Buffer {
  const bytes = Buffer.from(line);
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] === quote) {
      at = skipString(bytes, at);
      continue;
    }
    const length = lengthAt(bytes, at);
    if (length > 0) {
      bytes.fill(space, at, at + length);
      bytes[at + 1] = zero;
    }
    at += Math.max(length, 1);
  }
  return bytes;
}
