import { resolve } from 'node:path';

/** What a database of the embedded PostgreSQL holds: the project's sample, the logs of a folder, or what topics of a Kafka bring. */
export type EmbeddedContent =
  | { readonly kind: 'SAMPLE' }
  | { readonly kind: 'EVENTS'; readonly directory: string }
  | { readonly kind: 'TOPICS'; readonly brokers: readonly string[] };

/** The settings that tell which of a project's embedded databases is meant. */
export interface ContentSettings {
  readonly events?: string | undefined;
  readonly kafkaBrokers?: readonly string[] | undefined;
}

/** A database of its own for each, so that they never mix; the same settings mean the same to every command. */
export function embeddedContent({ events, kafkaBrokers }: ContentSettings): EmbeddedContent {
  if (events !== undefined) return { kind: 'EVENTS', directory: events };
  return kafkaBrokers === undefined ? { kind: 'SAMPLE' } : { kind: 'TOPICS', brokers: kafkaBrokers };
}

/** For people, e.g. `topics of 127.0.0.1:9092`. */
export function describeContent(content: EmbeddedContent): string {
  switch (content.kind) {
    case 'SAMPLE':
      return 'sample';
    case 'EVENTS':
      return `logs of ${resolve(content.directory)}`;
    case 'TOPICS':
      return `topics of ${content.brokers.join(',')}`;
  }
}

/** How `npm start` is told to make the database. */
export function startOf(content: EmbeddedContent): string {
  switch (content.kind) {
    case 'SAMPLE':
      return 'npm start';
    case 'EVENTS':
      return `npm start -- --events ${content.directory}`;
    case 'TOPICS':
      return `KAFKA_BROKERS=${content.brokers.join(',')} npm start`;
  }
}
