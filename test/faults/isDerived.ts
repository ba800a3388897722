import type { Session } from '../../src/storage/Database.ts';

const text = `
  select
    (select coalesce(sum(next_offset), 0) from raw.position where source = any ($1)) >= $2
    and not exists (
      select from raw.position r left join pipeline.position d using (source, partition)
      where r.source = any ($1) and r.next_offset is distinct from d.next_offset
    ) as done`;

/** Whether as many events of topics as were sent are in raw, and all of them derived. */
export async function isDerived(session: Session, topics: readonly string[], sent: number): Promise<boolean> {
  const [row] = await session.query<{ done: boolean }>({ text, values: [topics, sent] });
  return row?.done === true;
}
