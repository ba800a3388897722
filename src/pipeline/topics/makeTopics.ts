import type { Project } from '../../contract/model.ts';
import type { TopicAdmin } from '../../feed/kafka/TopicAdmin.ts';
import { planTopics, type TopicChoices, type TopicPlan } from './planTopics.ts';

/**
 * Makes the contract topics that are missing; a topic that exists is left as it is. Returns what was made, and what there is to
 * know of the others.
 *
 * @throws ConcordatError KAFKA_UNAVAILABLE
 */
export async function makeTopics(
  admin: TopicAdmin,
  project: Project,
  choices: TopicChoices = {},
): Promise<TopicPlan> {
  const plan = await planTopics(admin, project, choices);
  for (const topic of plan.missing) await admin.create(topic);
  return plan;
}
