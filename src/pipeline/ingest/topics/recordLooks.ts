import type { Session } from '../../../storage/Database.ts';

/** What somebody saw of a partition: how far it reached at a time. */
export interface Look {
  readonly source: string;
  /** ISO time of the database's clock. */
  readonly at: string;
  /** The offset that the next record had then. */
  readonly end: bigint;
}

// Behind the last event there may be offsets that hold none, such as the end of a transaction: they count as derived.
const recordText = `
  insert into raw.look as known (source, partition, looked_at)
  select l.source, $1, max(l.at)
  from jsonb_to_recordset($2) l (source text collate "C", at timestamptz, "end" bigint)
  left join raw.position r on r.source = l.source and r.partition = $1
  left join pipeline.position d on d.source = l.source and d.partition = $1
  where coalesce(r.next_offset, 0) >= l."end" and not exists (
    select from raw.event e
    where e.source = l.source and e.partition = $1 and e."offset" >= coalesce(d.next_offset, 0) and e."offset" < l."end"
  )
  group by l.source
  order by l.source
  on conflict (source, partition) do update set looked_at = greatest(known.looked_at, excluded.looked_at)
  returning source, looked_at as at`;

/**
 * Notes of looks at the partitions of one number the newest of each topic that everything is taken and derived of that it saw. Returns
 * the time that is noted now of each topic for which there was one.
 */
export async function recordLooks(
  session: Session,
  partition: number,
  looks: readonly Look[],
): Promise<ReadonlyMap<string, string>> {
  if (looks.length === 0) return new Map();
  const rows = await session.query<{ source: string; at: string }>({
    text: recordText,
    values: [partition, JSON.stringify(looks.map((look) => ({ ...look, end: String(look.end) })))],
  });
  return new Map(rows.map(({ source, at }) => [source, at]));
}
