import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { ReadRequest } from '../../feed/kafka/TopicReader.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';

/** Says which contract's topic the broker gives nothing of, and where. */
export function topicUnread(
  { id }: DerivedContract,
  { topic, partition, offset }: ReadRequest,
  cause: Error,
): ConcordatError {
  return new ConcordatError(
    'KAFKA_UNAVAILABLE',
    `${id} cannot be compared with its topic: ${cause.message}`,
    {
      fix: 'See that the brokers of KAFKA_BROKERS run, can be reached from here, and let this user read the topic.',
      subject: `${id} (topic ${topic}, partition ${partition}, offset ${offset})`,
      ...{ cause, mayBeLogged: cause instanceof ConcordatError && cause.mayBeLogged },
    },
  );
}
