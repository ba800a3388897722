import { placeOf } from '../../declarations/placeOf.ts';
import { isTopicName, topicNameFix } from '../../topicName.ts';
import type { Rule } from '../Rule.ts';

/** A topic that feeds a table has a name that Kafka takes, and is named once. */
export const sourceTopic: Rule = {
  id: 'source-topic',
  *check({ products, directives }) {
    for (const { graphql, tables } of products) {
      for (const type of tables) {
        const seen = new Set<string>();
        for (const { args, node } of directives.all(type.node, 'source')) {
          const { topic } = args;
          if (topic === undefined) continue;
          const at = placeOf(graphql.file, node);
          if (!isTopicName(topic)) {
            yield { at, message: `"${topic}" is no topic's name.`, fix: topicNameFix };
          } else if (seen.has(topic)) {
            yield {
              at,
              message: `Topic ${topic} feeds ${type.name} twice.`,
              fix: 'Keep one of the two @source.',
            };
          }
          seen.add(topic);
        }
      }
    }
  },
};
