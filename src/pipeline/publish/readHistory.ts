import type { Transaction } from '../../storage/Database.ts';
import type { TopicReader } from '../../feed/kafka/TopicReader.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import { compareTopic } from './compareTopic.ts';
import { readPublication, unknownTopic, type KnownTopic } from './publication.ts';
import { rangesOf } from './rangesOf.ts';

/** What was published on a topic before. */
export interface TopicHistory {
  /** What is still known of the topic. */
  readonly known: KnownTopic;
  /** Whether changes were published that may not be on the topic: elsewhere, or it was made anew. */
  readonly isElsewhere: boolean;
}

/**
 * Compares a topic with what was noted of it.
 *
 * @throws ConcordatError KAFKA_UNAVAILABLE, also where there is no such topic
 */
export async function readHistory(
  transaction: Transaction,
  contract: DerivedContract,
  { reader, destination }: { readonly reader: TopicReader; readonly destination: string },
): Promise<TopicHistory> {
  const before = await readPublication(transaction, contract.id);
  if (before?.destination !== destination) {
    return { known: unknownTopic, isElsewhere: before !== undefined };
  }
  switch (await compareTopic({ reader, contract }, await rangesOf(reader, contract), before)) {
    case 'SAME':
      return { known: before, isElsewhere: false };
    case 'UNSURE':
      return { known: { ...unknownTopic, acceptedOffsets: before.acceptedOffsets }, isElsewhere: true };
    case 'ANEW':
      return { known: unknownTopic, isElsewhere: true };
  }
}
