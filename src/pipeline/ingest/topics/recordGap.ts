import type { Database } from '../../../storage/Database.ts';

/** Source events that raw lacks: a topic no longer had them when they were to be read, or they cannot be read. */
export interface Gap {
  readonly topic: string;
  readonly partition: number;
  readonly fromOffset: bigint;
  /** The first offset after the gap. */
  readonly toOffset: bigint;
  readonly reason: string;
}

/**
 * Notes that raw goes on behind a gap. Undefined when raw's position is not where the gap begins any more: another process was
 * first.
 */
export function recordGap(database: Database, gap: Gap): Promise<Gap | undefined> {
  const { topic, partition, fromOffset, toOffset, reason } = gap;
  return database.transaction(async (transaction) => {
    await transaction.execute({
      text: `insert into raw.position (source, partition, next_offset) values ($1, $2, 0) on conflict do nothing`,
      values: [topic, partition],
    });
    const moved = await transaction.execute({
      text: `update raw.position set next_offset = $4 where source = $1 and partition = $2 and next_offset = $3`,
      values: [topic, partition, fromOffset, toOffset],
    });
    if (moved === 0) return undefined;
    // A position that was set back finds a gap again.
    await transaction.execute({
      text: `insert into raw.gap (source, partition, from_offset, to_offset, reason) values ($1, $2, $3, $4, $5)
        on conflict (source, partition, from_offset) do update
        set to_offset = excluded.to_offset, reason = excluded.reason, noticed_at = excluded.noticed_at`,
      values: [topic, partition, fromOffset, toOffset, reason],
    });
    return gap;
  });
}
