import kafkajs, { type KafkaConfig, type logCreator, type SASLOptions } from 'kafkajs';
import type { KafkaSasl, KafkaSettings } from './KafkaSettings.ts';

const { logLevel } = kafkajs;

function saslOptions({ mechanism, username, password }: KafkaSasl): SASLOptions {
  switch (mechanism) {
    case 'PLAIN':
      return { mechanism: 'plain', username, password };
    case 'SCRAM-SHA-256':
      return { mechanism: 'scram-sha-256', username, password };
    case 'SCRAM-SHA-512':
      return { mechanism: 'scram-sha-512', username, password };
  }
}

/** Only the message and the error's own: what else kafkajs gives may hold records. */
function logTo(onLog: KafkaSettings['onLog']): logCreator {
  return () =>
    ({ level, log: { message, error } }) => {
      const reason = typeof error === 'string' ? `: ${error}` : '';
      onLog?.({ level: level === logLevel.ERROR ? 'error' : 'warn', message: `${message}${reason}` });
    };
}

/** kafkajs's own configuration. */
export function clientConfig({ brokers, tls, sasl, onLog }: KafkaSettings): KafkaConfig {
  return {
    clientId: 'concordat',
    brokers: [...brokers],
    ...(tls === undefined ? {} : { ssl: { ...tls } }),
    ...(sasl === undefined ? {} : { sasl: saslOptions(sasl) }),
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    // Whoever uses the client tries again by rules of its own; here only what a moment mends.
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
    logLevel: logLevel.WARN,
    logCreator: logTo(onLog),
  };
}
