import type { OpenedEvent } from './OpenedEvent.ts';
import { pathSql } from './pathSql.ts';

/** How far before a tombstone its delete is looked for, in offsets: Debezium writes the two one after the other. */
const nearby = 100;

/** A record without a value, or with a wrapper around nothing. */
const isTombstone = '(e.value is null or (e.payload is not null and dz.change is null))';

/**
 * Whether what came last before it under the same key is a delete; in raw, and so in whatever batch that was. Without that, as
 * after compaction, the tombstone is all that is left of the delete, and must not disappear.
 */
const followsDelete = `coalesce((
  select raw.debezium_change(b.payload) ->> 'op' = 'd'
  from raw.event b
  where b.source = e.source and b.partition = e.partition and b."offset" < e."offset" and b."offset" >= e."offset" - ${nearby}
    and b.key = e.key and b.value is not null
  order by b."offset" desc
  limit 1
), false)`;

/** The event is the change: `op`, `before`, `after`. */
export function openDebezium(eventTypePath: string): OpenedEvent {
  return {
    // OFFSET keeps it from being taken out anew for each expression.
    join: 'cross join lateral (select raw.debezium_change(e.payload) as change offset 0) dz',
    payload: 'dz.change',
    eventType: `dz.change #>> ${pathSql(eventTypePath)}`,
    eventId: 'null',
    eventTime: 'e.event_time',
    problem: `case
      when ${isTombstone} then case when not ${followsDelete} then 'no value (a tombstone) without the delete before it' end
      when e.payload is null then raw.payload_problem(e.value)
      when jsonb_typeof(dz.change -> 'op') is distinct from 'string' then 'no change event of Debezium: no op'
    end`,
    isEcho: `(${isTombstone} and ${followsDelete})`,
  };
}
