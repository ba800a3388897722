import type { OffsetRange } from '../../../feed/kafka/TopicReader.ts';
import type { Database } from '../../../storage/Database.ts';

/** Source events that a topic no longer had when they were to be read: raw lacks them for good. */
export interface Gap {
  readonly topic: string;
  readonly partition: number;
  readonly fromOffset: bigint;
  /** The first offset after the gap. */
  readonly toOffset: bigint;
}

/**
 * Notes that raw begins, or goes on, where the topic does now. Undefined when raw's position is not where the gap begins any
 * more: another process was first.
 */
export function recordGap(
  database: Database,
  { topic, partition, start }: OffsetRange,
  fromOffset: bigint,
): Promise<Gap | undefined> {
  return database.transaction(async (transaction) => {
    await transaction.execute({
      text: `insert into raw.position (source, partition, next_offset) values ($1, $2, 0) on conflict do nothing`,
      values: [topic, partition],
    });
    const moved = await transaction.execute({
      text: `update raw.position set next_offset = $4 where source = $1 and partition = $2 and next_offset = $3`,
      values: [topic, partition, fromOffset, start],
    });
    if (moved === 0) return undefined;
    await transaction.execute({
      text: `insert into raw.gap (source, partition, from_offset, to_offset, reason)
        values ($1, $2, $3, $4, 'the topic had them no more when they were to be read')`,
      values: [topic, partition, fromOffset, start],
    });
    return { topic, partition, fromOffset, toOffset: start };
  });
}
