import type { TopicReader } from '../../feed/kafka/TopicReader.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import { assertOwnRecords, type Origin } from './Origin.ts';
import { rangesOf } from './rangesOf.ts';
import type { TopicHistory } from './readHistory.ts';

/** Of each partition, about. */
const peekBytes = 64 * 1024;

/**
 * Looks at the first records of each partition, and at the first behind what is known: whether the topic is another database's.
 *
 * @throws ConcordatError TOPIC_TAKEN, KAFKA_UNAVAILABLE
 */
export async function assertOwnTopic(
  contract: DerivedContract,
  { known }: TopicHistory,
  { reader, origin }: { readonly reader: TopicReader; readonly origin: Origin },
): Promise<void> {
  const { topic } = contract.serving;
  const ranges = await rangesOf(reader, contract);
  const behind = ranges.flatMap((range) => {
    const next = known.nextOffsets.get(range.partition);
    return next === undefined || next <= range.start ? [] : [{ ...range, start: next }];
  });
  for (const looked of [ranges, behind]) {
    for (const { partition, start } of looked.filter(({ start, end }) => start < end)) {
      const [result] = await reader.read([{ topic, partition, offset: start }], {
        maxPartitionBytes: peekBytes,
      });
      if (result?.kind === 'RECORDS') assertOwnRecords(result, { ...origin, known });
    }
  }
}
