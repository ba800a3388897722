import { createHash } from 'node:crypto';

/** What stands for a text of any length that is never read again: equal for equal texts. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
