import { createTopicReader } from '../../feed/kafka/createTopicReader.ts';
import { createTopicWriter } from '../../feed/kafka/createTopicWriter.ts';
import type { KafkaSettings } from '../../feed/kafka/KafkaSettings.ts';
import type { TopicAccess } from '../../pipeline/publish/createKafkaSink.ts';

/** Access to the topics of a Kafka; connections are made with their first use. */
export function openTopics(settings: KafkaSettings): TopicAccess {
  return {
    reader: createTopicReader(settings),
    createWriter: (topic) => createTopicWriter(settings, topic),
  };
}
