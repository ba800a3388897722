import type { OffsetRange, TopicReader } from '../../feed/kafka/TopicReader.ts';
import { recordId } from '../../feed/record/recordId.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import type { LastRecord, Reached } from './publication.ts';
import { topicUnread } from './topicUnread.ts';

/**
 * Whether a topic is the one that was published on, by what was noted of it: `UNSURE` where compaction took the records that would
 * tell, or they cannot be read.
 */
export type TopicIdentity = 'SAME' | 'UNSURE' | 'ANEW';

/** About; a record is read whole however large it is. */
const lookBytes = 1_024;

interface CompareOptions {
  readonly reader: TopicReader;
  readonly contract: DerivedContract;
}

async function compareRecord(
  { reader, contract }: CompareOptions,
  { topic, partition, start }: OffsetRange,
  { offset, id }: LastRecord,
): Promise<TopicIdentity> {
  // Retention took it, and what is behind is looked at as ever.
  if (start > offset) return 'SAME';
  const at = { topic, partition, offset };
  const [result] = await reader.read([at], { maxPartitionBytes: lookBytes });
  if (result?.kind === 'FAILED') throw topicUnread(contract, at, result.error);
  const records = result?.kind === 'RECORDS' ? result.records : [];
  const found = records.find((record) => record.offset === offset);
  if (found === undefined) return 'UNSURE';
  return recordId(found) === id ? 'SAME' : 'ANEW';
}

/**
 * Compares the ends of a topic's partitions, and the record that was published last on each, with what was noted: a topic that was
 * made anew may have grown beyond the old one since.
 *
 * @throws ConcordatError KAFKA_UNAVAILABLE
 */
export async function compareTopic(
  options: CompareOptions,
  ranges: readonly OffsetRange[],
  { nextOffsets, lastRecords }: Reached,
): Promise<TopicIdentity> {
  if (ranges.some(({ partition, end }) => end < (nextOffsets.get(partition) ?? 0n))) return 'ANEW';
  const found: TopicIdentity[] = [];
  for (const range of ranges) {
    const last = lastRecords.get(range.partition);
    if (last !== undefined) found.push(await compareRecord(options, range, last));
  }
  if (found.includes('ANEW')) return 'ANEW';
  return found.includes('UNSURE') ? 'UNSURE' : 'SAME';
}
