import { createTopicAdmin } from '../../feed/kafka/createTopicAdmin.ts';
import type { TopicAdmin } from '../../feed/kafka/TopicAdmin.ts';
import type { KafkaOptionValues } from './KafkaOptionValues.ts';
import { kafkaSettings } from './kafkaSettings.ts';

/** Lets `work` look at topics and closes what it needed; undefined where there is no Kafka. */
export async function withTopicAdmin<T>(
  options: KafkaOptionValues,
  work: (admin: TopicAdmin) => Promise<T>,
): Promise<T | undefined> {
  const settings = kafkaSettings(options);
  if (settings === undefined) return undefined;
  const admin = createTopicAdmin(settings);
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
}
