import type { ConstDirectiveNode } from 'graphql';
import { placeOf } from '../../declarations/placeOf.ts';
import type { Rule } from '../Rule.ts';

/** An envelope is a topic's, and a CloudEvent says its type itself. */
export const sourceEnvelope: Rule = {
  id: 'source-envelope',
  *check({ products, directives }) {
    for (const { graphql, tables } of products) {
      for (const { args, node } of tables.flatMap((type) => directives.all(type.node, 'source'))) {
        const [wrong] = misplaced(node, args);
        if (wrong === undefined) continue;
        yield args.file === undefined
          ? {
              at: placeOf(graphql.file, node),
              message:
                'A CloudEvent has its type in its attribute "type", and "eventTypeAt" names another place.',
              fix: 'Remove eventTypeAt.',
            }
          : {
              at: placeOf(graphql.file, node),
              message: `"${wrong}" means nothing of a file.`,
              fix: `Remove ${wrong}; it says how the events of a topic are read.`,
            };
      }
    }
  },
};

/** Arguments that are written down and say nothing there. */
function misplaced(
  node: ConstDirectiveNode,
  { file, envelope }: { readonly file: string | undefined; readonly envelope: string },
): readonly string[] {
  const given = (node.arguments ?? []).map(({ name }) => name.value);
  if (file !== undefined) return given.filter((name) => name === 'envelope' || name === 'eventTypeAt');
  return envelope === 'CLOUDEVENTS' ? given.filter((name) => name === 'eventTypeAt') : [];
}
