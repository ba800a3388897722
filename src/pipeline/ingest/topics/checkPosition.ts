import type { ReadRequest, TopicReader } from '../../../feed/kafka/TopicReader.ts';
import type { Database } from '../../../storage/Database.ts';
import { checkSameTopic } from './checkSameTopic.ts';
import { recordGap, type RecordedGap } from './recordGap.ts';
import { topicReplaced } from './topicReplaced.ts';

/**
 * Holds raw's position in a partition against what the topic holds now. Where the topic lost records before they were read, raw's
 * position moves behind them, and what raw lacks of them is recorded and returned, if anything.
 *
 * @param at - up to where raw has the partition; offset 0 where it has nothing
 * @throws ConcordatError TOPIC_REPLACED when the topic is not the one that raw holds, KAFKA_UNAVAILABLE
 */
export async function checkPosition(
  database: Database,
  reader: TopicReader,
  at: ReadRequest,
): Promise<RecordedGap | undefined> {
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
  await checkSameTopic(database, reader, at);
  return undefined;
}
