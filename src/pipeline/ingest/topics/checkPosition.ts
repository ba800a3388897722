import type { ReadRequest, TopicReader, TopicRecord } from '../../../feed/kafka/TopicReader.ts';
import type { Database } from '../../../storage/Database.ts';
import { recordGap, type Gap } from './recordGap.ts';
import { topicReplaced } from './topicReplaced.ts';

/** Bytes of the record before the position, about: it is read to be compared. */
const peekBytes = 64 * 1024;

/** Whether raw's event is the topic's record at the same offset. */
async function isSameAsRaw(
  database: Database,
  { topic, partition }: ReadRequest,
  { offset, key, value }: TopicRecord,
): Promise<boolean> {
  const [row] = await database.query<{ same: boolean }>({
    text: `select (key, value) is not distinct from ($4::bytea, $5::bytea) as same
      from raw.event where source = $1 and partition = $2 and "offset" = $3`,
    values: [topic, partition, offset, key, value],
  });
  // Where raw has no event, as at the end of a transaction, there is nothing to compare with.
  return row?.same ?? true;
}

/**
 * Holds raw's position in a partition against what the topic holds now. Where the topic lost records before they were read, the
 * gap is recorded, raw's position moves behind it, and the gap is returned.
 *
 * @param at - up to where raw has the partition; offset 0 where it has nothing
 * @throws ConcordatError TOPIC_REPLACED when the topic is not the one that raw holds, KAFKA_UNAVAILABLE
 */
export async function checkPosition(
  database: Database,
  reader: TopicReader,
  at: ReadRequest,
): Promise<Gap | undefined> {
  const [range] = await reader.ranges([at]);
  if (range === undefined) return undefined;
  if (range.end < at.offset) {
    throw topicReplaced(at, `it ends at offset ${range.end}, and raw has it up to ${at.offset}`);
  }
  if (range.start > at.offset) {
    return recordGap(database, {
      ...{ topic: at.topic, partition: at.partition, fromOffset: at.offset, toOffset: range.start },
      reason: 'the topic had them no more when they were to be read',
    });
  }
  if (range.start === at.offset) return undefined;
  const before = { ...at, offset: at.offset - 1n };
  const [last] = await reader.read([before], { maxPartitionBytes: peekBytes });
  const record = last?.kind === 'RECORDS' ? last.records[0] : undefined;
  if (record?.offset === before.offset && !(await isSameAsRaw(database, at, record))) {
    throw topicReplaced(at, `at offset ${before.offset} it has another record`);
  }
  return undefined;
}
