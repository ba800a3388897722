import kafkajs, { type Admin } from 'kafkajs';
import { createKafka } from './createKafka.ts';
import type { KafkaSettings } from './KafkaSettings.ts';
import type { ExistingTopic, TopicAdmin } from './TopicAdmin.ts';
import { toKafkaError } from './toKafkaError.ts';

const brokersDefault = -1;
const cleanupPolicy = 'cleanup.policy';

async function describe(
  admin: Admin,
  topics: readonly string[],
): Promise<ReadonlyMap<string, ExistingTopic>> {
  const existing = (await admin.listTopics()).filter((topic) => topics.includes(topic));
  if (existing.length === 0) return new Map();
  const [metadata, configs] = await Promise.all([
    admin.fetchTopicMetadata({ topics: existing }),
    admin.describeConfigs({
      includeSynonyms: false,
      resources: existing.map((name) => ({
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name,
        configNames: [cleanupPolicy],
      })),
    }),
  ]);
  const policies = new Map(
    configs.resources.map(({ resourceName, configEntries }) => [
      resourceName,
      configEntries.find(({ configName }) => configName === cleanupPolicy)?.configValue ?? '',
    ]),
  );
  return new Map(
    metadata.topics.map(({ name, partitions }) => [
      name,
      { partitions: partitions.length, cleanupPolicy: policies.get(name) ?? '' },
    ]),
  );
}

/** Makes an admin of topics; it connects with its first use. */
export function createTopicAdmin(settings: KafkaSettings): TopicAdmin {
  let admin: Promise<Admin> | undefined;
  const during = async <T>(
    doing: string,
    fn: (connected: Admin) => Promise<T>,
    topic?: string,
  ): Promise<T> => {
    try {
      admin ??= (async () => {
        const made = createKafka(settings).admin();
        await made.connect();
        return made;
      })();
      return await fn(await admin);
    } catch (error) {
      throw toKafkaError(error, doing, topic);
    }
  };
  return {
    describe: (topics) => during('looking at topics', (connected) => describe(connected, topics)),
    create: ({ topic, partitions, replicationFactor = brokersDefault, config }) =>
      during(
        `making topic ${topic}`,
        async (connected) => {
          const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
          await connected.createTopics({
            topics: [{ topic, numPartitions: partitions, replicationFactor, configEntries }],
            // kafkajs gives up when a busy broker has not heard of the topic yet; whoever uses the topic tries again.
            waitForLeaders: false,
          });
        },
        topic,
      ),
    async close() {
      await admin?.then((connected) => connected.disconnect()).catch(() => undefined);
    },
  };
}
