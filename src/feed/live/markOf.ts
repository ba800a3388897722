import { createHash } from 'node:crypto';
import type { TopicRecord } from '../kafka/TopicReader.ts';

/** A few letters that tell a record from any other that may stand at its offset one day, in a topic that was made anew. */
export function markOf({ timestamp, key, value, headers }: TopicRecord): string {
  const hash = createHash('sha256').update(`${timestamp} ${key?.length ?? -1} ${value?.length ?? -1} `);
  if (key !== null) hash.update(key);
  for (const header of headers) {
    if (header.value !== null) hash.update(header.key).update(header.value);
  }
  return hash.digest('base64url').slice(0, 8);
}
