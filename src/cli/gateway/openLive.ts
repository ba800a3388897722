import { createTopicReader } from '../../feed/kafka/createTopicReader.ts';
import type { KafkaSettings } from '../../feed/kafka/KafkaSettings.ts';
import { feedChannel } from '../../pipeline/publish/createEmbeddedSink.ts';
import { createLiveSource } from '../../server/live/createLiveSource.ts';
import type { LiveSource } from '../../server/live/LiveHub.ts';
import type { Database } from '../../storage/Database.ts';
import { createListener } from '../../storage/createListener.ts';

export interface OpenLive {
  readonly source: LiveSource;
  close(): Promise<void>;
}

export interface LiveSettings {
  readonly kafka: KafkaSettings | undefined;
  readonly database: Database;
  readonly connectionString: string;
}

/** Where a gateway learns of changes: from Kafka, or where there is none from Postgres, on a connection of its own. */
export function openLive({ kafka, database, connectionString }: LiveSettings): OpenLive {
  if (kafka !== undefined) {
    const source = createLiveSource({ database, createReader: () => createTopicReader(kafka) });
    return { source, close: () => source.close() };
  }
  const listener = createListener({ connectionString, channel: feedChannel });
  return {
    source: createLiveSource({
      database,
      awaitNews: (contractId, maxWaitMs, signal) => listener.heard(contractId, maxWaitMs, signal),
    }),
    close: () => listener.close(),
  };
}
