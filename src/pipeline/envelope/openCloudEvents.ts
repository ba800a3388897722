import { quoteText } from '../../storage/quoteName.ts';
import type { OpenedEvent } from './OpenedEvent.ts';

/** The event is the data; its attributes stand beside it or in headers. `topics` are those in this envelope. */
export function openCloudEvents(topics: readonly string[]): OpenedEvent {
  const opened = `case when e.source in (${topics.map(quoteText).join(', ')})
    then raw.open_cloudevent(e.header_names, e.header_values, e.value, e.payload) end`;
  return {
    // OFFSET keeps it from being opened anew for each expression.
    join: `cross join lateral (select ${opened} as event offset 0) ce`,
    payload: '(ce.event).payload',
    eventType: '(ce.event).type',
    eventId: '(ce.event).id',
    eventTime: 'coalesce((ce.event).time, e.event_time)',
    problem: '(ce.event).problem',
    isEcho: 'false',
  };
}
