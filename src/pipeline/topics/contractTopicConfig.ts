const week = String(7 * 86_400_000);

/**
 * Contract topics are compacted: the last record of each key stays for good. Within a week every revision stays, and every
 * deletion, so that whoever is behind by less misses none. https://kafka.apache.org/documentation/#topicconfigs
 */
export const contractTopicConfig: Readonly<Record<string, string>> = {
  'cleanup.policy': 'compact',
  'min.compaction.lag.ms': week,
  'delete.retention.ms': week,
  // A row may be larger than the broker's default of 1 MiB.
  'max.message.bytes': String(16 * 1024 * 1024),
};
