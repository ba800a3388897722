import type { RefusalKind } from './refusalOf.ts';

const reachable =
  'See that the brokers of KAFKA_BROKERS run, can be reached from here, and let this user do it.';

const fixes: Readonly<Record<RefusalKind, string>> = {
  CONNECTION: 'See that the brokers of KAFKA_BROKERS run and can be reached from here.',
  CLOSED:
    'See that the brokers of KAFKA_BROKERS run and can be reached from here, and that --kafka-security-protocol is that of the listener at their port: one of another protocol ends the connection or does not answer.',
  TLS: "See that --kafka-ssl-ca is the authority of the brokers' certificates and KAFKA_BROKERS names them as the certificates do; that --kafka-ssl-cert and --kafka-ssl-key are a client's that the brokers trust, where they ask for one; and that --kafka-security-protocol is that of the listener, SSL or SASL_SSL only where it has TLS.",
  PROTOCOL:
    'The listener knows no login: give --kafka-security-protocol PLAINTEXT or SSL, without --kafka-sasl-mechanism, or the port of a listener with SASL in KAFKA_BROKERS.',
  LOGIN: 'See that user, password and --kafka-sasl-mechanism are those that the brokers know.',
  PERMISSION:
    "Let this user do it by the brokers' access control (kafka-acls), or log in by another, with --kafka-username.",
  REPLICATION:
    "Give --topic-replication no more than there are brokers, or leave it away for the brokers' default.",
  SETTINGS:
    "Give the topic settings that the brokers take (--topic-partitions, --topic-replication), or make it by Kafka's own tools.",
  OTHER: reachable,
};

/** What to do about what went wrong with Kafka. */
export function fixOf(kind: RefusalKind): string {
  return fixes[kind];
}
