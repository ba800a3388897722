import { randomBytes } from 'node:crypto';

const fixedBytes = 8;
const countedBytes = 4;
const mostCounted = 2 ** (8 * countedBytes);

/**
 * Nonces for AES-GCM of 96 bits that do not come twice: a fixed part that is random for each process, and a count (NIST SP 800-38D,
 * section 8.2.1). When all are counted another fixed part is taken.
 *
 * @param most - how many are counted under a fixed part
 */
export function createNonces(most = mostCounted): () => Buffer {
  let fixed = randomBytes(fixedBytes);
  let counted = 0;
  return () => {
    if (counted === most) {
      fixed = randomBytes(fixedBytes);
      counted = 0;
    }
    const nonce = Buffer.alloc(fixedBytes + countedBytes);
    fixed.copy(nonce);
    nonce.writeUInt32BE(counted, fixedBytes);
    counted += 1;
    return nonce;
  };
}
