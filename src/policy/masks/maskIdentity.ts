import { createHmac } from 'node:crypto';
import type { MaskKeys } from './MaskKeys.ts';

/**
 * A key value in a lineage identity that the caller may not see: keyed like a TOKEN, so that two purposes can't join on
 * it, whatever mask the contract's own field has.
 */
export function maskIdentity(value: unknown, purpose: string, keys: MaskKeys): string {
  return `token_${createHmac('sha256', keys.token(purpose).value).update(String(value)).digest('base64url')}`;
}
