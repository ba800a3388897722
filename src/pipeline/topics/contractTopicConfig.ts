import { recordBytes } from '../bounds/recordBounds.ts';

const week = String(7 * 86_400_000);

/**
 * Contract topics are compacted: the last record of each key stays for good. Within a week every revision stays, and every
 * deletion, so that whoever is behind by less misses none. https://kafka.apache.org/documentation/#topicconfigs
 */
export const contractTopicConfig: Readonly<Record<string, string>> = {
  'cleanup.policy': 'compact',
  'min.compaction.lag.ms': week,
  'delete.retention.ms': week,
  'max.message.bytes': String(recordBytes),
};
