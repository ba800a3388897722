import { randomFillSync } from 'node:crypto';

/** Of AES-GCM: 96 bits. */
export const nonceBytes = 12;
/** So many are drawn at once. */
const drawn = 1_024;

/**
 * Random nonces for AES-GCM (NIST SP 800-38D, section 8.2.2): good for 2³² texts under one key. A count would tell everybody how many
 * others there are.
 */
export function createNonces(): () => Buffer {
  const pool = Buffer.alloc(nonceBytes * drawn);
  let next = drawn;
  return () => {
    if (next === drawn) {
      randomFillSync(pool);
      next = 0;
    }
    const at = next * nonceBytes;
    next += 1;
    return Buffer.from(pool.subarray(at, at + nonceBytes));
  };
}
