import { Option } from '@commander-js/extra-typings';
import type { TopicChoices } from '../../pipeline/topics/planTopics.ts';
import { parsePartitions, parseReplication } from './parsers.ts';

/** `--topic-partitions` / `CONCORDAT_TOPIC_PARTITIONS`. */
export function topicPartitionsOption() {
  return new Option(
    '--topic-partitions <count>',
    'partitions of contract topics that are made; as many as source topics have, or 6, when absent',
  )
    .env('CONCORDAT_TOPIC_PARTITIONS')
    .argParser(parsePartitions);
}

/** `--topic-replication` / `CONCORDAT_TOPIC_REPLICATION`. */
export function topicReplicationOption() {
  return new Option('--topic-replication <count>', "copies of each; the brokers' default when absent")
    .env('CONCORDAT_TOPIC_REPLICATION')
    .argParser(parseReplication);
}

/** `--take-over-topics`. */
export function takeOverTopicsOption() {
  return new Option(
    '--take-over-topics',
    'publish also on contract topics that another database has published on, which this one takes the place of; without Kafka, into the embedded feed what was published on topics',
  );
}

/** What the two options say of topics to be made. */
export function topicChoices({
  topicPartitions: partitions,
  topicReplication: replicationFactor,
}: {
  readonly topicPartitions?: number | undefined;
  readonly topicReplication?: number | undefined;
}): TopicChoices {
  return { partitions, replicationFactor };
}
