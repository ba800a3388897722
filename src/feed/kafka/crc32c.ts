/** Castagnoli's polynomial, bits reversed: https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4 */
const polynomial = 0x82f63b78;

function remainderOf(byte: number): number {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = (rest & 1) === 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
  return rest;
}

const remainders = Int32Array.from({ length: 256 }, (_, byte) => remainderOf(byte));

/** CRC-32C of bytes; what `node:zlib` has is the CRC-32 of another polynomial. */
export function crc32c(bytes: Uint8Array): number {
  let crc = -1;
  // Not by an iterator, which takes five times as long; nothing in here is undefined.
  for (let at = 0, { length } = bytes; at < length; at += 1)
    crc = (remainders[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}
