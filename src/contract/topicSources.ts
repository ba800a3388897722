import type { Product, TopicSource } from './model.ts';

/** What feeds the products' tables from Kafka: one of each topic, by name. All that is said of a topic is the same. */
export function topicSources(products: readonly Product[]): readonly TopicSource[] {
  const byTopic = new Map<string, TopicSource>();
  for (const source of products.flatMap(({ tables }) => tables.flatMap(({ sources }) => sources))) {
    if (source.kind === 'topic') byTopic.set(source.topic, source);
  }
  return [...byTopic.values()].sort((a, b) => (a.topic < b.topic ? -1 : 1));
}
