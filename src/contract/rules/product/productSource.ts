import { placeOf } from '../../declarations/placeOf.ts';
import type { Rule } from '../Rule.ts';

/** Every table says what feeds it: topics or files, each `@source` one of the two. */
export const productSource: Rule = {
  id: 'product-source',
  *check({ products, directives }) {
    for (const { graphql, tables } of products) {
      for (const { name, node, place } of tables) {
        if (!directives.has(node, 'source')) {
          yield {
            at: place,
            message: `${name} does not say what feeds it.`,
            fix: 'Add @source(topic: "…") for source events, or @source(file: "….csv") for reference data.',
          };
        }
        for (const { args, node: usage } of directives.all(node, 'source')) {
          if ((args.topic === undefined) !== (args.file === undefined)) continue;
          yield {
            at: placeOf(graphql.file, usage),
            message: 'A source is a topic or a file.',
            fix: 'Give "topic" or "file", one of the two; repeat @source for more sources.',
          };
        }
      }
    }
  },
};
