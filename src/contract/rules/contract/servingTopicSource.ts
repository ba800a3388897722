import { placeOf } from '../../declarations/placeOf.ts';
import { contractSites } from '../../declarations/sites.ts';
import { defaultTopic, topicCollisionName } from '../../topicName.ts';
import type { Rule } from '../Rule.ts';

/** A contract topic that Concordat fills is no topic of source events, which would feed on itself. */
export const servingTopicSource: Rule = {
  id: 'serving-topic-source',
  *check(declarations) {
    const { products, directives } = declarations;
    const sources = new Map(
      products
        .flatMap(({ tables }) => tables)
        .flatMap(({ node }) => directives.all(node, 'source'))
        .flatMap(({ args: { topic } }) => (topic === undefined ? [] : [[topicCollisionName(topic), topic]])),
    );
    for (const { contract, type, file } of contractSites(declarations)) {
      if (contract.sql === undefined) continue;
      const serving = directives.one(type.node, 'serving');
      const topic = serving?.args.topic ?? defaultTopic(contract);
      const source = sources.get(topicCollisionName(topic));
      if (source === undefined) continue;
      yield {
        at: serving ? placeOf(file, serving.node) : type.place,
        message:
          source === topic
            ? `Topic ${topic} is one of source events.`
            : `Topic ${topic} cannot stand beside ${source}, one of source events: Kafka takes "." and "_" for the same.`,
        fix: 'Name another topic in @serving(topic:).',
      };
    }
  },
};
