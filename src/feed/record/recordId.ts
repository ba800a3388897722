import type { TopicRecord } from '../kafka/TopicReader.ts';

/** What tells a record of a contract topic from the topic's others; undefined for a record that Concordat did not write. */
export function recordId({ headers }: TopicRecord): string | undefined {
  return headers.find(({ key }) => key === 'ce_id')?.value?.toString('latin1');
}
