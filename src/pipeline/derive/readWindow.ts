import type { Transaction } from '../../storage/Database.ts';
import { bytesAtOnce, bytesBefore } from './bytesAtOnce.ts';
import type { Span, Window } from './Window.ts';

/** What has arrived of a partition and is not derived yet. */
export interface Waiting {
  readonly source: string;
  readonly partition: number;
  readonly from: string;
  readonly arrived: string;
}

const waitingText = `
  select r.source, r.partition, coalesce(d.next_offset, 0) as "from", r.next_offset as arrived
  from raw.position r left join pipeline.position d using (source, partition)
  where greatest(r.partition, 0) = coalesce($1, greatest(r.partition, 0)) and r.source = any ($2) and r.next_offset > coalesce(d.next_offset, 0)
  order by r.source, r.partition`;

const spanText = `
  select coalesce(max("offset") + 1, $4::bigint) as "to", count(*)::int as events,
    coalesce(bool_or('traceparent' = any (header_names)), false) as "isTraced"
  from (
    select "offset", header_names, ${bytesBefore} as before from (
      select "offset", header_names, value from raw.event
      where source = $1 and partition = $2 and "offset" >= $3 and "offset" < $4
      order by "offset" limit $5
    ) e
  ) next
  where before < $6`;

/** How much a span holds at most. */
export interface SpanSize {
  readonly events: number;
  readonly bytes: number;
}

/** What waits in the partitions of topics, of one shard or of all. */
export function readWaiting(
  transaction: Transaction,
  shard: number | undefined,
  topics: readonly string[],
): Promise<readonly Waiting[]> {
  return transaction.query<Waiting>({ text: waitingText, values: [shard ?? null, topics] });
}

/** The next events of what waits, at most so many and about so many bytes; at least one, whatever its size. */
export async function nextSpan(
  transaction: Transaction,
  { source, partition, from, arrived }: Waiting,
  { events, bytes }: SpanSize,
): Promise<Span | undefined> {
  const [span] = await transaction.query<Pick<Span, 'to' | 'events' | 'isTraced'>>({
    text: spanText,
    values: [source, partition, from, arrived, events, bytes],
  });
  return span && { source, partition, from, ...span };
}

/**
 * The next events of a shard that are not derived yet, about `size` of them and no more than `bytesAtOnce`, evenly from all partitions
 * that have some, so that a busy topic does not make another wait. A shard is a partition's number; ingested files belong to shard 0.
 */
export async function readWindow(
  transaction: Transaction,
  shard: number,
  topics: readonly string[],
  size: number,
): Promise<Window> {
  const waiting = await readWaiting(transaction, shard, topics);
  const shares = Math.max(1, waiting.length);
  const share = { events: Math.max(1, Math.ceil(size / shares)), bytes: Math.ceil(bytesAtOnce / shares) };
  const window: Span[] = [];
  for (const one of waiting) {
    const span = await nextSpan(transaction, one, share);
    if (span !== undefined) window.push(span);
  }
  return window;
}
