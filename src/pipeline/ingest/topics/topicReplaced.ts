import { ConcordatError } from '../../../errors/ConcordatError.ts';
import type { TopicPartition } from '../../../feed/kafka/TopicReader.ts';

/** Raw has events at places of a topic where the topic has others, or none. */
export function topicReplaced({ topic, partition }: TopicPartition, reason: string): ConcordatError {
  return new ConcordatError(
    'TOPIC_REPLACED',
    `Topic ${topic}, partition ${partition}, is not the one that raw holds: ${reason}. It was deleted and made anew, or truncated. Nothing more of it is taken.`,
    {
      fix: "Source events never change, so raw cannot hold two events at one place. Restore the topic, or give the new one a name of its own and name it in the product's @source.",
      subject: topic,
    },
  );
}
