import Cluster from 'kafkajs/src/cluster/index.js';
import socketFactory from 'kafkajs/src/network/socketFactory.js';
import { clientConfig } from './clientConfig.ts';
import { createKafka } from './createKafka.ts';
import type { KafkaSettings } from './KafkaSettings.ts';

const readCommitted = 1;

/** kafkajs's connections to brokers, for reading. */
export function createCluster(settings: KafkaSettings): Cluster {
  const config = clientConfig(settings);
  return new Cluster({
    ...config,
    brokers: [...settings.brokers],
    logger: createKafka(settings).logger(),
    socketFactory: socketFactory(),
    enforceRequestTimeout: true,
    metadataMaxAge: 60_000,
    allowAutoTopicCreation: false,
    maxInFlightRequests: null,
    isolationLevel: readCommitted,
  });
}
