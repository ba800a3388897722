import type { Session } from '../../../storage/Database.ts';

/** Topics that are read, as the brokers say they are. */
export interface TopicsSeen {
  /** Numbers of the partitions of those that exist. */
  readonly partitions: ReadonlyMap<string, readonly number[]>;
  readonly absent: readonly string[];
  /** ISO time of the database's clock, before the brokers were asked. */
  readonly askedAt: string;
}

// A partition that is new is as old as what is known of the topic. One that is gone, and brought nothing, is nothing to wait for.
const expectText = `
  with expected as (
    select t.source, n::integer as partition
    from jsonb_to_recordset($1) t (source text collate "C", partitions jsonb), jsonb_array_elements_text(t.partitions) n
  ),
  gone as (
    delete from raw.look l
    where l.source in (select source from expected)
      and (l.source, l.partition) not in (select source, partition from expected)
      and not exists (select from raw.position p where p.source = l.source and p.partition = l.partition)
  )
  insert into raw.look (source, partition, looked_at)
  select e.source, e.partition, (select min(l.looked_at) from raw.look l where l.source = e.source)
  from expected e
  where not exists (select from raw.look l where l.source = e.source and l.partition = e.partition)
  order by e.source, e.partition
  on conflict do nothing`;

const absentText = `
  update raw.look l set looked_at = greatest(l.looked_at, $2)
  where l.source = any ($1) and not exists (
    select from raw.position p where p.source = l.source and p.partition >= 0
  )`;

const firstPartition = [0];

/**
 * Notes which partitions are to be looked at. That a topic does not exist is all that there is to know of it, unless raw has
 * events of it.
 */
export async function expectTopics(
  session: Session,
  { partitions, absent, askedAt }: TopicsSeen,
): Promise<void> {
  const expected = [...partitions, ...absent.map((topic) => [topic, firstPartition] as const)];
  await session.execute({
    text: expectText,
    values: [JSON.stringify(expected.map(([source, numbers]) => ({ source, partitions: numbers })))],
  });
  if (absent.length > 0) await session.execute({ text: absentText, values: [absent, askedAt] });
}

/** Notes that topics are read of which the brokers say nothing: they cannot be asked. */
export async function expectUnknownTopics(session: Session, topics: readonly string[]): Promise<void> {
  await session.execute({
    text: `insert into raw.look (source, partition)
      select source, 0 from unnest($1::text[]) as read (source)
      where not exists (select from raw.look l where l.source = read.source) on conflict do nothing`,
    values: [topics],
  });
}
