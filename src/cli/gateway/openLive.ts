import { createTopicReader } from '../../feed/kafka/createTopicReader.ts';
import type { KafkaSettings } from '../../feed/kafka/KafkaSettings.ts';
import { feedChannel } from '../../pipeline/publish/createEmbeddedSink.ts';
import type { GatewayOptions } from '../../server/Gateway.ts';
import { createListener } from '../../storage/createListener.ts';

export interface OpenLive {
  readonly live: NonNullable<GatewayOptions['live']>;
  close(): Promise<void>;
}

/** Where a gateway learns of changes: from Kafka, or where there is none from Postgres, on a connection of its own. */
export function openLive(kafka: KafkaSettings | undefined, connectionString: string): OpenLive {
  if (kafka !== undefined) {
    const reader = createTopicReader(kafka);
    return { live: { reader }, close: () => reader.close() };
  }
  const listener = createListener({ connectionString, channel: feedChannel });
  return {
    live: {
      awaitNews: (contractId, maxWaitMs, signal) => listener.heard(contractId, maxWaitMs, signal),
    },
    close: () => listener.close(),
  };
}
