import { ConcordatError } from '../../errors/ConcordatError.ts';

/** kafkajs's errors name hosts and ports and say what the broker said; never a record's content. */
export function toKafkaError(error: unknown, doing: string): ConcordatError {
  if (error instanceof ConcordatError) return error;
  const reason = error instanceof Error ? error.message : 'unknown';
  return new ConcordatError('KAFKA_UNAVAILABLE', `Kafka failed while ${doing}: ${reason}`, {
    fix: 'See that the brokers of KAFKA_BROKERS run, can be reached from here, and let this user do it.',
    cause: error,
  });
}
