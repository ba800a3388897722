import type { Database } from '../../../storage/Database.ts';

/** Source events that a topic no longer had when they were to be read, or that cannot be read. */
export interface Gap {
  readonly topic: string;
  readonly partition: number;
  readonly fromOffset: bigint;
  /** The first offset after the gap. */
  readonly toOffset: bigint;
  readonly reason: string;
}

/** What raw lacks of a gap, from the first such offset to behind the last one. */
export interface RecordedGap extends Gap {
  /** How many offsets: where raw's position was set back, it may hold some of those between. */
  readonly lacking: bigint;
}

// A position that was set back finds a gap again.
const forgetText = `
  delete from raw.gap where source = $1 and partition = $2 and from_offset >= $3 and to_offset <= $4`;

const recordText = `
  with held as (
    select "offset" from raw.event where source = $1 and partition = $2 and "offset" >= $3 and "offset" < $4
    union all select $4::bigint
  ),
  lacking as (
    select from_offset, "offset" as to_offset
    from (select "offset", lag("offset", 1, $3::bigint - 1) over (order by "offset") + 1 as from_offset from held) step
    where from_offset < "offset"
  ),
  recorded as (
    insert into raw.gap as g (source, partition, from_offset, to_offset, reason)
    select $1, $2, from_offset, to_offset, $5 from lacking
    on conflict (source, partition, from_offset) do update
    set to_offset = greatest(g.to_offset, excluded.to_offset), reason = excluded.reason, noticed_at = excluded.noticed_at
  )
  select min(from_offset) as "fromOffset", max(to_offset) as "toOffset", sum(to_offset - from_offset) as lacking
  from lacking having count(*) > 0`;

/**
 * Notes that raw goes on behind a gap, and which offsets of it raw does not have. Undefined when it has them all, and when raw's
 * position is not where the gap begins any more: another process was first.
 */
export function recordGap(database: Database, gap: Gap): Promise<RecordedGap | undefined> {
  const { topic, partition, fromOffset, toOffset, reason } = gap;
  return database.transaction(
    async (transaction) => {
      await transaction.execute({
        text: `insert into raw.position (source, partition, next_offset) values ($1, $2, 0) on conflict do nothing`,
        values: [topic, partition],
      });
      const at = [topic, partition, fromOffset, toOffset];
      const moved = await transaction.execute({
        text: `update raw.position set next_offset = $4 where source = $1 and partition = $2 and next_offset = $3`,
        values: at,
      });
      if (moved === 0) return undefined;
      await transaction.execute({ text: forgetText, values: at });
      const [found] = await transaction.query<Record<'fromOffset' | 'toOffset' | 'lacking', string>>({
        text: recordText,
        values: [...at, reason],
      });
      if (found === undefined) return undefined;
      return {
        ...{ topic, partition, reason },
        ...{ fromOffset: BigInt(found.fromOffset), toOffset: BigInt(found.toOffset) },
        lacking: BigInt(found.lacking),
      };
    },
    { statementTimeoutMs: 0 },
  );
}
