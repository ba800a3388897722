import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { OffsetRange, TopicReader } from '../../feed/kafka/TopicReader.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';

/**
 * What the partitions of a contract's topic hold now.
 *
 * @throws ConcordatError KAFKA_UNAVAILABLE, also where there is no such topic
 */
export async function rangesOf(
  reader: TopicReader,
  { id, serving: { topic } }: DerivedContract,
): Promise<readonly OffsetRange[]> {
  const partitions = (await reader.partitions([topic])).get(topic);
  if (partitions === undefined) {
    throw new ConcordatError(
      'KAFKA_UNAVAILABLE',
      `There is no topic ${topic}, which ${id} is published on.`,
      {
        fix: 'Run "concordat migrate" with KAFKA_BROKERS set; it makes the topics.',
        subject: id,
      },
    );
  }
  return reader.ranges(partitions.map((partition) => ({ topic, partition })));
}
