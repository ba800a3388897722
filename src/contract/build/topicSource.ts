import type { TopicSource } from '../model.ts';
import type { DirectiveArguments } from '../vocabulary/directiveShapes.ts';

/** Where an event's type stands unless `@source` says so. */
const usualTypePaths = { JSON: 'eventType', DEBEZIUM: 'op' } as const;

/** The topic that a `@source` names, and how its events are read; undefined where it names a file. */
export function topicSource({
  topic,
  envelope,
  eventTypeAt,
}: DirectiveArguments['source']): TopicSource | undefined {
  if (topic === undefined) return undefined;
  if (envelope === 'CLOUDEVENTS') return { kind: 'topic', topic, envelope };
  return { kind: 'topic', topic, envelope, eventTypePath: eventTypeAt ?? usualTypePaths[envelope] };
}
