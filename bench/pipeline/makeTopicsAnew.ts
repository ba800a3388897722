import type { Project } from '../../src/contract/model.ts';
import { createKafka } from '../../src/feed/kafka/createKafka.ts';
import { createTopicAdmin } from '../../src/feed/kafka/createTopicAdmin.ts';
import type { KafkaSettings } from '../../src/feed/kafka/KafkaSettings.ts';
import { makeTopics } from '../../src/pipeline/topics/makeTopics.ts';

/** Makes the contract topics, in place of those of another round: a topic is published on by one database. */
export async function makeTopicsAnew(kafka: KafkaSettings, project: Project): Promise<void> {
  const names = new Set(project.contracts.map(({ serving }) => serving.topic));
  const cleaner = createKafka(kafka).admin();
  await cleaner.connect();
  const old = (await cleaner.listTopics()).filter((topic) => names.has(topic));
  if (old.length > 0) await cleaner.deleteTopics({ topics: old });
  await cleaner.disconnect();
  const admin = createTopicAdmin(kafka);
  await makeTopics(admin, project);
  await admin.close();
}
