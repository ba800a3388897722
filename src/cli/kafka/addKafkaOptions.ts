import { type Command, Option, type OptionValues } from '@commander-js/extra-typings';
import { saslMechanisms } from '../../feed/kafka/KafkaSettings.ts';
import { parseBrokers, parseCertificateFile, parseKeyFile } from './parsers.ts';
import { securityProtocols } from './securityProtocols.ts';

/** Adds what a command needs to know to reach Kafka; words as in Kafka's own client configuration. */
export function addKafkaOptions<Args extends unknown[], Settings extends OptionValues>(
  command: Command<Args, Settings>,
  without: string,
) {
  return command
    .addOption(
      new Option('--kafka-brokers <host:port,...>', `Kafka to use; ${without} when absent`)
        .env('KAFKA_BROKERS')
        .argParser(parseBrokers),
    )
    .addOption(
      new Option('--kafka-security-protocol <protocol>', 'how to connect to Kafka')
        .env('CONCORDAT_KAFKA_SECURITY_PROTOCOL')
        .choices(securityProtocols)
        .default('PLAINTEXT' as const),
    )
    .addOption(
      new Option('--kafka-ssl-ca <file>', "PEM of the certificates to trust; the system's when absent")
        .env('CONCORDAT_KAFKA_SSL_CA')
        .argParser(parseCertificateFile),
    )
    .addOption(
      new Option('--kafka-ssl-cert <file>', "PEM of the client's own certificate")
        .env('CONCORDAT_KAFKA_SSL_CERT')
        .argParser(parseCertificateFile),
    )
    .addOption(
      new Option('--kafka-ssl-key <file>', 'PEM of its key')
        .env('CONCORDAT_KAFKA_SSL_KEY')
        .argParser(parseKeyFile),
    )
    .addOption(
      new Option('--kafka-sasl-mechanism <mechanism>', 'how to log in')
        .env('CONCORDAT_KAFKA_SASL_MECHANISM')
        .choices(saslMechanisms),
    )
    .addOption(new Option('--kafka-username <name>', 'who logs in').env('CONCORDAT_KAFKA_USERNAME'))
    .addOption(
      new Option('--kafka-password <secret>', 'with which password').env('CONCORDAT_KAFKA_PASSWORD'),
    );
}
