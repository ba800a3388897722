// https://kafka.apache.org/documentation/#topicconfigs and org.apache.kafka.common.internals.Topic
const pattern = /^[a-zA-Z0-9._-]{1,249}$/;

/** What `isTopicName` asks for, as a fix says it. */
export const topicNameFix =
  'Use 1 to 249 letters of the Latin alphabet, digits, dots, dashes and underscores; "." and ".." alone are no names.';

/** Whether Kafka takes a text as the name of a topic. */
export function isTopicName(text: string): boolean {
  return pattern.test(text) && text !== '.' && text !== '..';
}

/** Topics with equal ones cannot stand side by side: in the names of its metrics Kafka writes "_" for ".". */
export function topicCollisionName(topic: string): string {
  return topic.replaceAll('.', '_');
}

/** The topic of a contract version whose declaration names none. */
export function defaultTopic({ name, version }: { readonly name: string; readonly version: number }): string {
  return `contract.${name}.v${version}`;
}
