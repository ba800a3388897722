import { createHmac } from 'node:crypto';
import { contractNameOf } from './contractNameOf.ts';
import { holdsText } from './holdsText.ts';
import type { HashKeys } from './MaskKeys.ts';
import type { MaskInput } from './MaskFunction.ts';
import { textOf } from './textOf.ts';

/**
 * HMAC-SHA-256 of a value as base64url (43 characters) behind a prefix that says which mask made it. A missing value
 * gets a hash of the row instead, of the same form, so that it can't be told from a value (attack 30).
 */
export function keyedHash(raw: unknown, input: MaskInput, prefix: string, keys: HashKeys): string | null {
  if (!holdsText(input.field.type)) return null;
  const text = textOf(raw);
  const digest =
    text === undefined
      ? createHmac('sha256', keys.absent).update(rowIdentity(input))
      : createHmac('sha256', keys.value).update(text);
  return `${prefix}${digest.digest('base64url')}`;
}

// Versions of one contract hash alike: else a caller of two versions would see the hashes of a missing value differ.
function rowIdentity({ context, path }: MaskInput): string {
  return JSON.stringify([contractNameOf(context.contractId), path, context.rowKey]);
}
