import type { Session } from '../../../storage/Database.ts';

/** Up to where raw has a partition of each topic, by topic; one that it has nothing of is not in it. */
export async function readPositions(
  session: Session,
  topics: readonly string[],
  partition: number,
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await session.query<{ source: string; next_offset: string }>({
    text: 'select source, next_offset from raw.position where partition = $1 and source = any ($2)',
    values: [partition, topics],
  });
  return new Map(rows.map(({ source, next_offset: next }) => [source, BigInt(next)]));
}
