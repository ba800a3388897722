import type { Position } from '../../query/order/keysetRanges.ts';
import type { LivePosition, PartitionPosition } from './LivePosition.ts';

/** What a cursor of a subscription says: from where to go on. */
export interface LiveCursor {
  /** Where the changes stand, e.g. `kafka:contract.sale.v1` or `embedded`. */
  readonly feed: string;
  /** Epoch milliseconds of when it was given. */
  readonly at: number;
  readonly position: LivePosition;
  /** What was seen of Postgres in a snapshot whose changes may still come and were told with it, as text. */
  readonly snapshot?: string | undefined;
}

/** As texts, for the codec of cursors. */
export function encodePosition({ feed, at, position, snapshot }: LiveCursor): Position {
  const [topicId = null] = [...position.values()].map((at) => at.topicId);
  const partitions = [...position].map(([partition, { next, last }]) =>
    [partition, next, ...(last === undefined ? [] : [last.offset, last.mark])].join(' '),
  );
  return [feed, String(at), snapshot ?? null, topicId, ...partitions];
}

/** Undefined for a cursor of something else. */
export function decodePosition(texts: Position): LiveCursor | undefined {
  const [feed, at, snapshot, topicId, ...partitions] = texts;
  if (typeof feed !== 'string' || typeof at !== 'string' || snapshot === undefined) return undefined;
  const ofTopic = typeof topicId === 'string' ? { topicId } : {};
  const position = new Map<number, PartitionPosition>();
  for (const text of partitions) {
    const [partition, next, offset, mark] = (text ?? '').split(' ');
    if (partition === undefined || next === undefined) return undefined;
    const last = offset === undefined || mark === undefined ? {} : { last: { offset: BigInt(offset), mark } };
    position.set(Number(partition), { next: BigInt(next), ...last, ...ofTopic });
  }
  return { feed, at: Number(at), position, snapshot: snapshot ?? undefined };
}
