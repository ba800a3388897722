import type { Database, Session } from '../../storage/Database.ts';
import { readSetAside, type SetAsideRows } from '../materialize/readSetAside.ts';
import { type EventReference, filterCondition, filterValues, type ParkedFilter } from './ParkedFilter.ts';

/** An event that a product could not take; nothing of what it says. */
export interface ParkedEvent extends EventReference {
  readonly product: string;
  readonly reason: string;
  readonly owner: string;
  /** ISO time. */
  readonly parkedAt: string;
}

/** How many events of a product are parked for a reason. */
export interface ParkedReason {
  readonly product: string;
  readonly reason: string;
  readonly owner: string;
  readonly events: number;
}

/** How much is parked that fits. */
export interface ParkedCounts {
  /** How many events. */
  readonly total: number;
  /** How many times: an event is parked once for each product that could not take it. */
  readonly entries: number;
  readonly reasons: readonly ParkedReason[];
}

export interface ParkedListing extends ParkedCounts {
  readonly events: readonly ParkedEvent[];
  /** Rows that are in no table, unless events of one product or source are asked for. */
  readonly setAside: readonly SetAsideRows[];
}

const reasonsText = `
  with fitting as materialized (
    select product, reason, owner, source, partition, "offset" from raw.parked k where ${filterCondition}
  )
  select product, reason, owner, count(*)::int as events,
    (select count(*)::int from (select distinct source, partition, "offset" from fitting) one) as total
  from fitting group by product, reason, owner order by events desc, product, reason, owner`;

const eventsText = `
  select product, source, partition, "offset", reason, owner, parked_at as "parkedAt" from raw.parked k
  where ${filterCondition} order by parked_at, product, source, abs(partition), "offset" limit $6`;

/** How much is parked, and for which reasons; the most frequent first. */
export async function readParkedCounts(session: Session, filter: ParkedFilter): Promise<ParkedCounts> {
  const rows = await session.query<ParkedReason & { readonly total: number }>({
    text: reasonsText,
    values: filterValues(filter),
  });
  return {
    total: rows[0]?.total ?? 0,
    entries: rows.reduce((sum, { events }) => sum + events, 0),
    reasons: rows.map(({ product, reason, owner, events }) => ({ product, reason, owner, events })),
  };
}

/** Parked events that fit, those that have waited longest first, at most `limit`; and counts of all that fit; with the rows that are set aside. */
export function readParked(database: Database, filter: ParkedFilter, limit: number): Promise<ParkedListing> {
  return database.transaction(
    async (transaction) => {
      const counts = await readParkedCounts(transaction, filter);
      const events = await transaction.query<ParkedEvent>({
        text: eventsText,
        values: [...filterValues(filter), limit],
      });
      const isOfEvents = filter.product !== undefined || filter.source !== undefined;
      const setAside = isOfEvents ? [] : await readSetAside(transaction, filter);
      return { ...counts, events, setAside };
    },
    { isolation: 'REPEATABLE_READ', readOnly: true },
  );
}
