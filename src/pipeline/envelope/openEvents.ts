import type { TopicSource } from '../../contract/model.ts';
import { quoteText } from '../../storage/quoteName.ts';
import type { OpenedEvent } from './OpenedEvent.ts';
import { openCloudEvents } from './openCloudEvents.ts';
import { openDebezium } from './openDebezium.ts';
import { openJson } from './openJson.ts';

/**
 * SQL that takes source events out of the envelopes of their topics, event by event: what is no event says why, and no
 * other suffers from it.
 *
 * @param sources - one of each topic, and at least one
 */
export function openEvents(sources: readonly TopicSource[]): OpenedEvent {
  const topics = sources.filter(({ envelope }) => envelope === 'CLOUDEVENTS').map(({ topic }) => topic);
  const opened = sources.map((source) => {
    const topic = quoteText(source.topic);
    if (source.envelope === 'CLOUDEVENTS') return { topic, event: openCloudEvents(topics) };
    const open = source.envelope === 'JSON' ? openJson : openDebezium;
    return { topic, event: open(source.eventTypePath) };
  });
  const choose = (name: keyof OpenedEvent): string => {
    const [first, ...others] = new Set(opened.map(({ event }) => event[name]));
    // Where all topics are alike nobody need ask which one an event is of.
    if (first !== undefined && others.length === 0) return first;
    return `case e.source ${opened.map(({ topic, event }) => `when ${topic} then ${event[name]}`).join(' ')} end`;
  };
  return {
    join: [...new Set(opened.map(({ event }) => event.join))].join(' '),
    payload: choose('payload'),
    eventType: choose('eventType'),
    eventId: choose('eventId'),
    eventTime: choose('eventTime'),
    problem: choose('problem'),
    isEcho: choose('isEcho'),
  };
}
