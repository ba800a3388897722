import type { TopicRecord } from '../kafka/TopicReader.ts';

/** JSON that is parsed takes some times the bytes of its text, and an object by itself some hundred. */
const [perByte, perRecord] = [3, 500];

/** About what a record takes in memory when it is parsed. */
export function recordBytes({ key, value, headers }: TopicRecord): number {
  const parts = [key, value, ...headers.map((header) => header.value)];
  return perRecord + perByte * parts.reduce((sum, bytes) => sum + (bytes?.length ?? 0), 0);
}
