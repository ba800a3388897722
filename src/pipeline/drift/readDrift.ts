import type { Session } from '../../storage/Database.ts';

/** One difference between the events of a type and what their topic declares. */
export interface Drift {
  readonly source: string;
  /** Empty for events that say no type; `*` for types that are not recorded by name. */
  readonly eventType: string;
  /** In SQL/JSON, e.g. `$.items[*].price`; `.*` at its end stands for fields that are not recorded by name. */
  readonly path: string;
  readonly kind: 'NEW' | 'MISSING' | 'RETYPED' | 'UNKNOWN_TYPE';
  /** Types that are declared there, and the one that was seen; empty where there is none. */
  readonly declared: string;
  readonly seen: string;
  /** How many events differ so. */
  readonly events: number;
  /** ISO times at which the first and the last of them were taken in. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Which they are: `source/partition/offset`. */
  readonly firstEvent: string;
  readonly lastEvent: string;
}

/** What is recorded of drift, of one topic or of all, by topic, type and path. */
export function readDrift(session: Session, source?: string): Promise<readonly Drift[]> {
  return session.query<Drift>({
    text: `
      select source, event_type as "eventType", path, kind, declared, seen, events::float8 as events,
        first_seen as "firstSeen", last_seen as "lastSeen", first_event as "firstEvent", last_event as "lastEvent"
      from raw.drift where source = coalesce($1, source)
      order by source, event_type, path, kind, seen`,
    values: [source ?? null],
  });
}
