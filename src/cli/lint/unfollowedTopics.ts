import type { Project } from '../../contract/model.ts';
import { defaultTopic } from '../../contract/topicName.ts';
import { canFollow } from '../../policy/canFollow.ts';

/** Contracts whose topic is declared and that nobody can follow all the same, a sentence each. It is no problem: they can be queried. */
export function unfollowedTopics({ contracts }: Project): readonly string[] {
  return contracts
    .filter((contract) => contract.serving.topic !== defaultTopic(contract) && !canFollow(contract))
    .map(
      ({ id, serving: { topic, format } }) =>
        `${id} cannot be followed: its residency or a row policy asks a field that is not part of the key, and what stands on ${topic} (${format}) does not say how a row was before. DEBEZIUM does.`,
    );
}
