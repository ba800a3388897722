import type { Session } from '../../../storage/Database.ts';

/** Up to where raw has a partition of each topic, by topic; one that it has nothing of is not in `offsets`. */
export interface Positions {
  readonly offsets: ReadonlyMap<string, bigint>;
  /** ISO time of the database's clock: what is read from the topics after this reading is as they are then or later. */
  readonly readAt: string;
}

export async function readPositions(
  session: Session,
  topics: readonly string[],
  partition: number,
): Promise<Positions> {
  const [row] = await session.query<{ at: string; offsets: Readonly<Record<string, string>> | null }>({
    text: `select clock_timestamp() as at, (
        select jsonb_object_agg(source, next_offset::text) from raw.position where partition = $1 and source = any ($2)
      ) as offsets`,
    values: [partition, topics],
  });
  if (row === undefined) throw new Error('A select without a table gives one row.');
  const offsets = Object.entries(row.offsets ?? {}).map(([source, next]) => [source, BigInt(next)] as const);
  return { offsets: new Map(offsets), readAt: row.at };
}
