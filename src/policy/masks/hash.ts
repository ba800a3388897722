import { keyedHash } from './keyedHash.ts';
import type { MaskInput } from './MaskFunction.ts';

/** HASH: `hash_` and 43 base64url characters. Equal values have equal hashes in every contract and for every purpose. */
export function hash(raw: unknown, input: MaskInput): string | null {
  return keyedHash(raw, input, 'hash_', input.context.keys.hash);
}
