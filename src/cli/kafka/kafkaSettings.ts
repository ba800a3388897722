import type { KafkaSettings, KafkaTls } from '../../feed/kafka/KafkaSettings.ts';
import type { Logger } from 'pino';
import type { KafkaOptionValues } from './KafkaOptionValues.ts';
import { isSasl, isSsl } from './securityProtocols.ts';

function tlsOf({ kafkaSslCa: ca, kafkaSslCert: cert, kafkaSslKey: key }: KafkaOptionValues): KafkaTls {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

/**
 * How to reach Kafka, undefined where there is none. `kafkaProblems` has found nothing wrong.
 *
 * @param logger - told of what the client reports by itself
 */
export function kafkaSettings(options: KafkaOptionValues, logger?: Logger): KafkaSettings | undefined {
  const { kafkaBrokers, kafkaSecurityProtocol, kafkaSaslMechanism, kafkaUsername, kafkaPassword } = options;
  if (kafkaBrokers === undefined) return undefined;
  return {
    brokers: kafkaBrokers,
    ...(isSsl(kafkaSecurityProtocol) ? { tls: tlsOf(options) } : {}),
    ...(isSasl(kafkaSecurityProtocol) && kafkaSaslMechanism !== undefined
      ? {
          sasl: {
            mechanism: kafkaSaslMechanism,
            username: kafkaUsername ?? '',
            password: kafkaPassword ?? '',
          },
        }
      : {}),
    // Whoever uses the client reports what failed; of its own reports there are many for one failure.
    onLog: ({ message }) => logger?.debug(`kafka: ${message}`),
  };
}
