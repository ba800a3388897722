import type { TopicRecord } from '../kafka/TopicReader.ts';

/** The revision that a record of a contract topic has; undefined for a record that Concordat did not write. */
export function recordRevision({ headers }: TopicRecord): bigint | undefined {
  const text = headers.find(({ key }) => key === 'concordat-revision')?.value?.toString('latin1');
  return text !== undefined && /^[1-9]\d{0,17}$/.test(text) ? BigInt(text) : undefined;
}
