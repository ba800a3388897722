import kafkajs, { type Kafka } from 'kafkajs';
import { clientConfig } from './clientConfig.ts';
import { installFixes } from './installFixes.ts';
import type { KafkaSettings } from './KafkaSettings.ts';

/** A kafkajs client; connects with the first thing that is made of it. */
export function createKafka(settings: KafkaSettings): Kafka {
  installFixes();
  return new kafkajs.Kafka(clientConfig(settings));
}
