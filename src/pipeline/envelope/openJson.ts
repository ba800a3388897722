import type { OpenedEvent } from './OpenedEvent.ts';
import { pathSql } from './pathSql.ts';

/** The value is the event. */
export function openJson(eventTypePath: string): OpenedEvent {
  return {
    join: '',
    payload: 'e.payload',
    eventType: `e.payload #>> ${pathSql(eventTypePath)}`,
    eventId: 'null',
    eventTime: 'e.event_time',
    problem: `case when e.value is null then 'no value (a tombstone)' when e.payload is null then raw.payload_problem(e.value) end`,
    isEcho: 'false',
  };
}
