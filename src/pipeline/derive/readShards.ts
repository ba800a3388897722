import type { Session } from '../../storage/Database.ts';

/** Numbers of the shards that there are events of, ascending. Ingested files belong to shard 0. */
export async function readShards(session: Session, topics: readonly string[]): Promise<readonly number[]> {
  const rows = await session.query<{ shard: number }>({
    text: `select distinct greatest(partition, 0) as shard from raw.position where source = any ($1) order by shard`,
    values: [topics],
  });
  return rows.map(({ shard }) => shard);
}
