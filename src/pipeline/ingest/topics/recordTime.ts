import type { TopicRecord } from '../../../feed/kafka/TopicReader.ts';

// What a timestamptz holds; Kafka says -1 for none.
const latestTimestamp = 8_640_000_000_000_000;

/** A record's time as raw has it, in epoch milliseconds; null where it has none. */
export function recordTime({ timestamp }: TopicRecord): number | null {
  return timestamp >= 0 && timestamp <= latestTimestamp ? timestamp : null;
}
