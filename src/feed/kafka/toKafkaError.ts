import { ConcordatError } from '../../errors/ConcordatError.ts';

/** kafkajs's errors name hosts and ports and say what the broker said; never a record's content. */
export function toKafkaError(error: unknown, doing: string): ConcordatError {
  if (error instanceof ConcordatError) return error;
  if (error instanceof Error && error.name === 'KafkaJSSASLAuthenticationError') {
    // In our own words, so that it can stand in a log.
    return new ConcordatError('KAFKA_UNAVAILABLE', `Kafka refused to log this process in while ${doing}.`, {
      fix: 'See that user, password and --kafka-sasl-mechanism are those that the brokers know.',
    });
  }
  const reason = error instanceof Error ? error.message : 'unknown';
  return new ConcordatError('KAFKA_UNAVAILABLE', `Kafka failed while ${doing}: ${reason}`, {
    fix: 'See that the brokers of KAFKA_BROKERS run, can be reached from here, and let this user do it.',
    cause: error,
  });
}
