import type { Database, Session } from '../../storage/Database.ts';
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

export interface ParkedListing {
  /** How many are parked that fit, listed or not. */
  readonly total: number;
  readonly reasons: readonly ParkedReason[];
  readonly events: readonly ParkedEvent[];
}

const reasonsText = `
  select product, reason, owner, count(*)::int as events from raw.parked k where ${filterCondition}
  group by product, reason, owner order by events desc, product, reason, owner`;

const eventsText = `
  select product, source, partition, "offset", reason, owner, parked_at as "parkedAt" from raw.parked k
  where ${filterCondition} order by parked_at, product, source, abs(partition), "offset" limit $6`;

/** For which reasons events are parked, and how many for each; the most first. */
export function readParkedReasons(session: Session, filter: ParkedFilter): Promise<readonly ParkedReason[]> {
  return session.query<ParkedReason>({ text: reasonsText, values: filterValues(filter) });
}

/** Parked events that fit, those that have waited longest first, at most `limit`; and counts of all that fit. */
export function readParked(database: Database, filter: ParkedFilter, limit: number): Promise<ParkedListing> {
  return database.transaction(
    async (transaction) => {
      const reasons = await readParkedReasons(transaction, filter);
      const events = await transaction.query<ParkedEvent>({
        text: eventsText,
        values: [...filterValues(filter), limit],
      });
      return { total: reasons.reduce((sum, { events: some }) => sum + some, 0), reasons, events };
    },
    { isolation: 'REPEATABLE_READ', readOnly: true },
  );
}
