import kafkajs from 'kafkajs';
import { createKafka } from './createKafka.ts';
import type { KafkaSettings } from './KafkaSettings.ts';

const largest = 'max.message.bytes';

/** How large what is written to a topic at once may be, in bytes; undefined where this user may not ask. */
export async function readRecordLimit(settings: KafkaSettings, topic: string): Promise<number | undefined> {
  const admin = createKafka(settings).admin({ retry: { retries: 1 } });
  try {
    await admin.connect();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configNames: [largest] }],
    });
    const entries = resources.flatMap(({ configEntries }) => configEntries);
    const limit = Number(entries.find(({ configName }) => configName === largest)?.configValue);
    return Number.isSafeInteger(limit) && limit > 0 ? limit : undefined;
  } catch {
    // Whoever may write may still not be allowed to look; what else is wrong shows when it is written.
    return undefined;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
