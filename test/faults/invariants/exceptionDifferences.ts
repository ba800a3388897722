import type { Session } from '../../../src/storage/Database.ts';

/** A case that ends before it begins, or begins before the same case before it has ended. */
const inconsistentText = `
  select kind || ' ' || subject::text as case
  from (
    select kind, subject, opened_at, resolved_at,
      lead(opened_at) over (partition by reconciliation, kind, subject order by opened_at) as opened_next
    from reconciliation.exception
  ) life
  where resolved_at < opened_at or (opened_next is not null and resolved_at is null) or opened_next < resolved_at`;

/** Exceptions whose times contradict each other; empty where each has one life after the other. */
export async function exceptionDifferences(session: Session): Promise<readonly string[]> {
  const found = await session.query<{ case: string }>({ text: inconsistentText });
  return found.map((one) => one.case);
}
