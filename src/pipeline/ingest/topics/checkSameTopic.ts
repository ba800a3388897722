import type { ReadRequest, TopicReader } from '../../../feed/kafka/TopicReader.ts';
import type { Database } from '../../../storage/Database.ts';
import { recordTime } from './recordTime.ts';
import { topicReplaced } from './topicReplaced.ts';

/** Bytes of a record that is read to be compared, about: at least one batch comes whole. */
const peekBytes = 64 * 1024;

const lastEventText = `
  select "offset" from raw.event where source = $1 and partition = $2 and "offset" < $3 order by "offset" desc limit 1`;

const compareText = `
  select e."offset" is not null as known,
    (e.key, e.value, (extract(epoch from e.event_time) * 1000)::bigint)
      is not distinct from ($4::bytea, $5::bytea, $6::bigint) as same,
    exists (
      select from raw.gap g
      where g.source = $1 and g.partition = $2 and g.from_offset <= $3 and g.to_offset > $3
    ) as lacking
  from (values (1)) one left join raw.event e on e.source = $1 and e.partition = $2 and e."offset" = $3`;

interface Comparison {
  readonly known: boolean;
  readonly same: boolean;
  /** Whether raw has a gap there. */
  readonly lacking: boolean;
}

async function lastEventOffset(
  database: Database,
  { topic, partition, offset }: ReadRequest,
): Promise<bigint | undefined> {
  const values = [topic, partition, offset];
  const [last] = await database.query<{ offset: string }>({ text: lastEventText, values });
  return last === undefined ? undefined : BigInt(last.offset);
}

/**
 * Holds the topic's first record from an offset on against raw, if raw should have it; false when there is nothing to compare.
 * Retention, or compaction, may have taken what raw has.
 */
async function compareFrom(
  database: Database,
  reader: TopicReader,
  at: ReadRequest,
  offset: bigint,
): Promise<boolean> {
  const { topic, partition } = at;
  const [result] = await reader.read([{ topic, partition, offset }], { maxPartitionBytes: peekBytes });
  if (result?.kind === 'FAILED') throw result.error;
  const record = result?.kind === 'RECORDS' ? result.records[0] : undefined;
  if (record === undefined || record.offset >= at.offset) return false;
  const [found] = await database.query<Comparison>({
    text: compareText,
    values: [topic, partition, record.offset, record.key, record.value, recordTime(record)],
  });
  if (found?.known === true) {
    if (found.same) return true;
    throw topicReplaced(at, `at offset ${record.offset} it has another record`);
  }
  if (found?.lacking === true) return false;
  throw topicReplaced(at, `at offset ${record.offset} it has a record, and raw has none`);
}

/**
 * Checks that a topic is the one that raw holds, by the last event that raw has of it before its position, or else by the first
 * record that the topic has. What was read from the position before this was asked is of the same topic then.
 *
 * @param at - up to where raw has the partition
 * @throws ConcordatError TOPIC_REPLACED, KAFKA_UNAVAILABLE
 */
export async function checkSameTopic(
  database: Database,
  reader: TopicReader,
  at: ReadRequest,
): Promise<void> {
  if (at.offset === 0n) return;
  const last = await lastEventOffset(database, at);
  if (last !== undefined && (await compareFrom(database, reader, at, last))) return;
  const [range] = await reader.ranges([at]);
  if (range === undefined) return;
  if (range.end < at.offset) {
    throw topicReplaced(at, `it ends at offset ${range.end}, and raw has it up to ${at.offset}`);
  }
  if (range.start < at.offset) await compareFrom(database, reader, at, range.start);
}
