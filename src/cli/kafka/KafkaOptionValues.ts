import type { KafkaSasl } from '../../feed/kafka/KafkaSettings.ts';
import type { SecurityProtocol } from './securityProtocols.ts';

/** What the options of `addKafkaOptions` give. */
export interface KafkaOptionValues {
  readonly kafkaBrokers?: readonly string[] | undefined;
  readonly kafkaSecurityProtocol: SecurityProtocol;
  readonly kafkaSslCa?: string | undefined;
  readonly kafkaSslCert?: string | undefined;
  readonly kafkaSslKey?: string | undefined;
  readonly kafkaSaslMechanism?: KafkaSasl['mechanism'] | undefined;
  readonly kafkaUsername?: string | undefined;
  readonly kafkaPassword?: string | undefined;
}
