import { deriveMaskKeys } from '../../policy/masks/deriveMaskKeys.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';

/** The keys that a gateway makes of its one secret; masks and cursors derive theirs under names of their own. */
export function gatewayKeys(secret: string): { readonly maskKeys: MaskKeys; readonly cursorKey: string } {
  return { maskKeys: deriveMaskKeys(secret), cursorKey: secret };
}
