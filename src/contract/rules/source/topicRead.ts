import { didYouMean } from '../../didYouMean.ts';
import { startOf } from '../../declarations/placeOf.ts';
import type { Rule } from '../Rule.ts';

/** Events that no product reads are held against nothing. */
export const topicRead: Rule = {
  id: 'source-unread',
  *check({ topics, products, directives }) {
    const read = products
      .flatMap(({ tables }) => tables)
      .flatMap(({ node }) => directives.all(node, 'source'))
      .flatMap(({ args }) => (args.topic === undefined ? [] : [args.topic]));
    for (const { topic, file } of topics) {
      if (read.includes(topic)) continue;
      yield {
        at: startOf(file),
        message: `No product reads topic ${topic}.${didYouMean(topic, read)}`,
        fix: 'Name the file for the topic of a @source, or remove it.',
      };
    }
  },
};
