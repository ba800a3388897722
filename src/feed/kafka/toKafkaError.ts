import { ConcordatError } from '../../errors/ConcordatError.ts';
import { fixOf } from './fixOf.ts';
import { refusalOf } from './refusalOf.ts';

/**
 * kafkajs's errors name hosts and ports and say what the broker said; never a record's content. What is none of kafkajs's may say
 * anything.
 *
 * @param topic - what it is about, where it is not Kafka as a whole
 */
export function toKafkaError(error: unknown, doing: string, topic?: string): ConcordatError {
  if (error instanceof ConcordatError) return error;
  const { kind, reason, isKafkas } = refusalOf(error);
  const fix = fixOf(kind);
  if (kind === 'LOGIN') {
    // In our own words, so that it can stand in a log.
    return new ConcordatError('KAFKA_UNAVAILABLE', `Kafka refused to log this process in while ${doing}.`, {
      fix,
    });
  }
  return new ConcordatError('KAFKA_UNAVAILABLE', `Kafka failed while ${doing}: ${reason}`, {
    ...{ fix, cause: error, mayBeLogged: isKafkas },
    ...(topic !== undefined && kind !== 'CONNECTION' && kind !== 'TLS' && { subject: topic }),
  });
}
