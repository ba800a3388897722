import { keyedHash } from './keyedHash.ts';
import type { MaskInput } from './MaskFunction.ts';

/** TOKEN: `token_` and 43 base64url characters, under a key of the purpose: two purposes can't join on it. */
export function token(raw: unknown, input: MaskInput): string | null {
  return keyedHash(raw, input, 'token_', input.context.keys.token(input.context.purpose));
}
